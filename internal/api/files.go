package api

const (
	readOnly  = "O_RDONLY"
	truncate  = "O_RDWR|O_CREATE|O_TRUNC"
	overwrite = "O_WRONLY|O_CREATE|O_TRUNC"
	exclusive = "O_RDWR|O_CREATE|O_EXCL"

	whyOS   = "package os opens with close-on-exec always and lets the umask filter the mode"
	whyRoot = "os.Root opens relative to a directory descriptor, and the umask filters the mode"
	whyTemp = "the name is random, the creation exclusive, the mode fixed in the source of the package"
	whySys  = "the system call of that name; the umask filters the mode, and a descriptor is inherited unless its flag says otherwise"
)

// fileRows make, open and write files.
var fileRows = join(
	rows(
		Call{Name: "os.OpenFile", Does: Create, What: File, Path: 1, Flags: 2, Mode: 3, Result: 1, Temp: "CreateTemp", Why: whyOS},
		Call{Name: "os.Create", Does: Create, What: File, Path: 1, Result: 1, Fixed: 0o666, HasFixed: true, FixedFlags: truncate, Moded: "OpenFile", Temp: "CreateTemp", Why: whyOS},
		Call{Name: "os.Open", Does: Open, Path: 1, Result: 1, FixedFlags: readOnly, Why: whyOS},
		Call{Name: "os.OpenInRoot", Does: Open, Path: 2, Result: 1, FixedFlags: readOnly, Why: whyRoot},
		Call{Name: "os.OpenRoot", Does: Open, What: Dir, Path: 1, Result: 1, FixedFlags: readOnly, Why: whyRoot},
		Call{Name: "os.ReadFile", Does: Open, What: File, Path: 1, FixedFlags: readOnly, Why: whyOS},
		Call{Name: "os.WriteFile", Does: Create, What: File, Path: 1, Data: 2, Mode: 3, FixedFlags: overwrite, Why: whyOS},
		Call{Name: "os.CreateTemp", Does: Create, What: TempFile, Dir: 1, Result: 1, Fixed: 0o600, HasFixed: true, FixedFlags: exclusive, Excl: true, Why: whyTemp},
		Call{Name: "os.CopyFS", Does: Create, What: File, Path: 1, Fixed: 0o666, HasFixed: true, FixedFlags: "O_WRONLY|O_CREATE|O_EXCL", Excl: true, Parents: true, Why: "copies are created with 0666|mode of the source, directories with 0777: it widens private sources"},

		Call{Name: "io/ioutil.ReadFile", Does: Open, What: File, Path: 1, FixedFlags: readOnly, Why: whyOS},
		Call{Name: "io/ioutil.WriteFile", Does: Create, What: File, Path: 1, Data: 2, Mode: 3, FixedFlags: overwrite, Why: whyOS},
		Call{Name: "io/ioutil.TempFile", Does: Create, What: TempFile, Dir: 1, Result: 1, Fixed: 0o600, HasFixed: true, FixedFlags: exclusive, Excl: true, Why: whyTemp},
	),
	rows(
		Call{Name: "(*os.Root).OpenFile", Does: Create, What: File, DirFD: Recv, Path: 1, Flags: 2, Mode: 3, Result: 1, Why: whyRoot},
		Call{Name: "(*os.Root).Create", Does: Create, What: File, DirFD: Recv, Path: 1, Result: 1, Fixed: 0o666, HasFixed: true, FixedFlags: truncate, Moded: "OpenFile", Why: whyRoot},
		Call{Name: "(*os.Root).Open", Does: Open, DirFD: Recv, Path: 1, Result: 1, FixedFlags: readOnly, Why: whyRoot},
		Call{Name: "(*os.Root).OpenRoot", Does: Open, What: Dir, DirFD: Recv, Path: 1, Result: 1, FixedFlags: readOnly, Why: whyRoot},
		Call{Name: "(*os.Root).ReadFile", Does: Open, What: File, DirFD: Recv, Path: 1, FixedFlags: readOnly, Why: whyRoot},
		Call{Name: "(*os.Root).WriteFile", Does: Create, What: File, DirFD: Recv, Path: 1, Data: 2, Mode: 3, FixedFlags: overwrite, Why: whyRoot},
	),
	sys("Open", all, all, Call{Does: Create, Path: 1, Flags: 2, Mode: 3, RawMode: true, Result: 1, FD: cloexec("O_CLOEXEC", 2), Why: whySys}),
	sys("Openat", "aix linux", all, Call{Does: Create, DirFD: 1, Path: 2, Flags: 3, Mode: 4, RawMode: true, Result: 1, FD: cloexec("O_CLOEXEC", 3), Why: whySys}),
	sys("Openat2", absent, linux, Call{Does: Create, DirFD: 1, Path: 2, Flags: 3, Mode: 3, ModeField: "Mode", RawMode: true, Result: 1,
		FD: &FD{Result: 1, Flag: "O_CLOEXEC", FlagArg: 3, FlagField: "Flags"}, Why: "openat2(2) takes flags and mode in OpenHow.Flags and OpenHow.Mode"}),
	sys("Creat", linux, "aix linux solaris", Call{Does: Create, What: File, Path: 1, Mode: 2, RawMode: true, Result: 1, FixedFlags: "O_WRONLY|O_CREAT|O_TRUNC",
		FD: &FD{Result: 1, Sibling: "Open", SiblingFlag: "O_CLOEXEC"}, Why: "creat(2) has no flags; open(2) with O_CREAT|O_WRONLY|O_TRUNC|O_CLOEXEC does the same"}),
	writeRows,
)

const whyWrite = "writes through an open handle; what was written when decides whether an exposure window matters"

// writeRows put data into files. A row with Sink Encoder is a sink if its
// writer is one.
// sqlRows are databases that are a file.
var sqlRows = each("database/sql.", "Open", Call{Does: Create, What: File, Path: 2, Drivers: "sqlite sqlite3 libsql", Result: 1, Fixed: 0o644, HasFixed: true, Why: whySQLite})

var writeRows = join(
	each("(*os.File).", "Write WriteAt WriteString ReadFrom", Call{Does: Write, Handle: Recv, Data: 1, Why: whyWrite}),
	each("(io.Writer).", "Write", Call{Does: Write, Handle: Recv, Data: 1, Sink: Encoder, Why: whyWrite}),
	each("(io.StringWriter).", "WriteString", Call{Does: Write, Handle: Recv, Data: 1, Sink: Encoder, Why: whyWrite}),
	each("(*bufio.Writer).", "Write WriteString ReadFrom", Call{Does: Write, Handle: Recv, Data: 1, Sink: Encoder, Why: whyWrite}),
	each("io.", "Copy CopyN CopyBuffer WriteString", Call{Does: Write, Handle: 1, Data: 2, Sink: Encoder, Why: whyWrite}),
	each("fmt.", "Fprint Fprintln Fprintf", Call{Does: Write, Handle: 1, Data: 2, Variadic: true, Sink: Encoder, Why: whyWrite}),
	each("encoding/pem.", "Encode", Call{Does: Write, Handle: 1, Data: 2, Sink: Encoder, Why: whyWrite}),
	each("os.", "Truncate", Call{Does: Write, Path: 1, Why: "empties or extends the file by name"}),
	sys("Write", all, all, Call{Does: Write, Handle: 1, Data: 2, Why: whyWrite}),
	sys("Pwrite", unixes, all, Call{Does: Write, Handle: 1, Data: 2, Why: whyWrite}),
)

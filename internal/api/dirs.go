package api

// dirRows make directories, fifos and device nodes.
var dirRows = join(
	rows(
		Call{Name: "os.Mkdir", Does: Create, What: Dir, Path: 1, Mode: 2, Excl: true, Temp: "MkdirTemp", Why: whyOS},
		Call{Name: "os.MkdirAll", Does: Create, What: Dir, Path: 1, Mode: 2, Parents: true, Temp: "MkdirTemp", Why: "missing parents get the leaf's mode; an existing directory keeps its own"},
		Call{Name: "os.MkdirTemp", Does: Create, What: TempDir, Dir: 1, PathResult: 1, Fixed: 0o700, HasFixed: true, Excl: true, Why: whyTemp},
		Call{Name: "io/ioutil.TempDir", Does: Create, What: TempDir, Dir: 1, PathResult: 1, Fixed: 0o700, HasFixed: true, Excl: true, Why: whyTemp},
		Call{Name: "(*testing.common).TempDir", Does: Create, What: TempDir, PathResult: 1, Fixed: 0o700, HasFixed: true, Excl: true, Why: "lies below a directory that the test made with MkdirTemp"},
		Call{Name: "(testing.TB).TempDir", Does: Create, What: TempDir, PathResult: 1, Fixed: 0o700, HasFixed: true, Excl: true, Why: "lies below a directory that the test made with MkdirTemp"},
		Call{Name: "(*os.Root).Mkdir", Does: Create, What: Dir, DirFD: Recv, Path: 1, Mode: 2, Excl: true, Why: whyRoot},
		Call{Name: "(*os.Root).MkdirAll", Does: Create, What: Dir, DirFD: Recv, Path: 1, Mode: 2, Parents: true, Why: whyRoot},
	),
	sys("Mkdir", all, noAIX, Call{Does: Create, What: Dir, Path: 1, Mode: 2, RawMode: true, Excl: true, Why: whySys}),
	sys("Mkdirat", "aix linux", all, Call{Does: Create, What: Dir, DirFD: 1, Path: 2, Mode: 3, RawMode: true, Excl: true, Why: whySys}),
	sys("Mkfifo", noSun, all, Call{Does: Create, What: FIFO, Path: 1, Mode: 2, RawMode: true, Excl: true, Why: whySys}),
	sys("Mkfifoat", absent, "linux netbsd openbsd solaris", Call{Does: Create, What: FIFO, DirFD: 1, Path: 2, Mode: 3, RawMode: true, Excl: true, Why: whySys}),
	sys("Mknod", noAIX, all, Call{Does: Create, Path: 1, Mode: 2, RawMode: true, Excl: true, Why: "mknod(2): the file type in the mode decides what appears"}),
	sys("Mknodat", "aix linux", "aix dragonfly freebsd linux netbsd openbsd solaris", Call{Does: Create, DirFD: 1, Path: 2, Mode: 3, RawMode: true, Excl: true, Why: "mknodat(2): the file type in the mode decides what appears"}),
)

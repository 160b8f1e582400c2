package api

const whyHandle = "a Windows handle is inherited only if it was made inheritable"

// inherits describes a handle in result 1 that argument arg can make
// inheritable.
func inherits(arg Arg, field string) *FD {
	return &FD{Result: 1, Always: true, InheritArg: arg, InheritField: field}
}

// winBoth gives the same description to the functions of package syscall and
// of x/sys/windows.
func winBoth(names string, c Call) []*Call {
	c.GOOS = windows
	return join(each(std, names, c), each(win, names, c))
}

func winOnly(names string, c Call) []*Call {
	c.GOOS = windows
	return each(win, names, c)
}

const sa = "InheritHandle" // the field of SecurityAttributes

// windowsRows are the handles of Windows and what x/sys/windows has in common
// with x/sys/unix.
var windowsRows = join(
	winBoth("CreateFile", Call{Does: NewFD, What: File, Path: 1, Result: 1, FD: inherits(4, sa), Why: whyHandle}),
	winBoth("CreateFileMapping", Call{Does: NewFD, What: Memory, Handle: 1, Result: 1, FD: inherits(2, sa), Why: whyHandle}),
	winBoth("CreatePipe", Call{Does: NewFD, What: Pipe, FD: &FD{Out: 1, Always: true, InheritArg: 3, InheritField: sa}, Why: whyHandle}),
	winBoth("OpenProcess", Call{Does: NewFD, What: Process, Result: 1, FD: inherits(2, ""), Why: whyHandle}),
	winBoth("DuplicateHandle", Call{Does: NewFD, Handle: 2, FD: &FD{Out: 4, Always: true, InheritArg: 6}, Why: whyHandle}),
	winBoth("SetHandleInformation", Call{Does: SetFD, Handle: 1, Flags: 2, Value: 3, FD: &FD{InheritArg: 3, InheritFlag: "HANDLE_FLAG_INHERIT"}, Why: "with HANDLE_FLAG_INHERIT in mask and flags the handle becomes inheritable, in mask alone not"}),
	winBoth("CreateProcess CreateProcessAsUser", Call{Does: Spawn, What: Process, Why: "starts a child, which inherits the inheritable handles if it is told to"}),
	winOnly("CreateNamedPipe", Call{Does: NewFD, What: Pipe, Path: 1, Result: 1, FD: inherits(8, sa), Why: whyHandle}),
	winOnly("WSASocket", Call{Does: NewFD, What: Socket, Flags: 6, Result: 1, FD: &FD{Result: 1, Flag: "WSA_FLAG_NO_HANDLE_INHERIT", FlagArg: 6}, Why: "sockets are inheritable unless the flag is given"}),
	winOnly("Socket", Call{Does: NewFD, What: Socket, Flags: 2, Result: 1, FD: &FD{Result: 1, Sibling: "WSASocket", SiblingFlag: "WSA_FLAG_NO_HANDLE_INHERIT"}, Why: "socket makes an inheritable handle and takes no flag"}),
	winOnly("Pipe", Call{Does: NewFD, What: Pipe, FD: &FD{Out: 1, Sibling: "CreatePipe"}, Why: "asks for inheritable handles in its source"}),
	winOnly("Open", Call{Does: Create, Path: 1, Flags: 2, Mode: 3, RawMode: true, Result: 1, FD: cloexec("O_CLOEXEC", 2), Why: "asks for an inheritable handle unless O_CLOEXEC is given"}),
	winOnly("CloseOnExec", Call{Does: SetFD, Handle: 1, Why: whySetFD}),
	winOnly("CloseHandle", Call{Does: Close, Handle: 1, Why: whyClose}),
	each(std, "CloseHandle", Call{GOOS: windows, Does: Close, Handle: 1, Why: whyClose}),
	winOnly("Mkdir", Call{Does: Create, What: Dir, Path: 1, Mode: 2, RawMode: true, Excl: true, Why: "the mode is ignored: the directory inherits the access list of its parent"}),
	winOnly("Chmod", Call{Does: Chmod, Path: 1, Mode: 2, RawMode: true, Exact: true, Why: "only the owner's write bit counts: it is the read-only attribute"}),
	winOnly("Setenv", Call{Does: Setenv, Name_: 1, Data: 2, Why: whyEnv}),
	winOnly("Environ", Call{Does: Source, Result: 1, Taint: TaintEnviron, Why: "returns the whole environment"}),
	winOnly("Getenv", Call{Does: Source, Name_: 1, Result: 1, Taint: TaintGetenv, Why: "returns one variable"}),
	winOnly("Unlink Rmdir", Call{Does: Remove, Path: 1, NoFollow: true, Why: whyRemove}),
	winOnly("Rename", Call{Does: Rename, Path: 1, NewPath: 2, NoFollow: true, Why: whyRename}),
	winOnly("LockFileEx", Call{Does: Lock, Handle: 1, Flags: 2, Why: whyLock}),
)

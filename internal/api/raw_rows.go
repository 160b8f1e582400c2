package api

import "slices"

// raw describes system calls of the given traps. Positions count the arguments
// of Syscall itself, so that the system call's first argument is 2.
func raw(traps string, c Call) []*Raw {
	c.RawMode = c.Mode != 0
	var out []*Raw
	for _, row := range each("", traps, c) {
		out = append(out, &Raw{Trap: row.Name, Call: *row})
	}
	return out
}

// rawFD is raw for a system call that returns a descriptor, close-on-exec if
// flag is in argument arg.
func rawFD(traps string, what Object, flag string, arg Arg) []*Raw {
	return raw(traps, made(what, flag, arg))
}

// rawOld is raw for a system call that cannot do so; the sibling can.
func rawOld(traps string, what Object, sibling, flag string) []*Raw {
	return raw(traps, replaced(what, sibling, flag, all))
}

// raws are the system calls by number. Their flags are those of x/sys/unix, and
// their siblings other traps.
var raws = slices.Concat(rawFiles, rawMeta, rawDescriptors, rawProcesses, rawCreds)

var rawFiles = slices.Concat(
	raw("SYS_OPEN", Call{Does: Create, Path: 2, Flags: 3, Mode: 4, Result: 1, FD: cloexec("O_CLOEXEC", 3), Why: whySys}),
	raw("SYS_OPENAT", Call{Does: Create, DirFD: 2, Path: 3, Flags: 4, Mode: 5, Result: 1, FD: cloexec("O_CLOEXEC", 4), Why: whySys}),
	raw("SYS_OPENAT2", Call{Does: Create, DirFD: 2, Path: 3, Flags: 4, Mode: 4, ModeField: "Mode", Result: 1, FD: &FD{Result: 1, Flag: "O_CLOEXEC", FlagArg: 4, FlagField: "Flags"}, Why: whySys}),
	raw("SYS_CREAT", Call{Does: Create, What: File, Path: 2, Mode: 3, Result: 1, FixedFlags: "O_WRONLY|O_CREAT|O_TRUNC", FD: &FD{Result: 1, Sibling: "SYS_OPEN", SiblingFlag: "O_CLOEXEC"}, Why: whySibling}),
	raw("SYS_MKDIR", Call{Does: Create, What: Dir, Path: 2, Mode: 3, Excl: true, Why: whySys}),
	raw("SYS_MKDIRAT", Call{Does: Create, What: Dir, DirFD: 2, Path: 3, Mode: 4, Excl: true, Why: whySys}),
	raw("SYS_MKFIFO", Call{Does: Create, What: FIFO, Path: 2, Mode: 3, Excl: true, Why: whySys}),
	raw("SYS_MKFIFOAT", Call{Does: Create, What: FIFO, DirFD: 2, Path: 3, Mode: 4, Excl: true, Why: whySys}),
	raw("SYS_MKNOD", Call{Does: Create, Path: 2, Mode: 3, Excl: true, Why: whySys}),
	raw("SYS_MKNODAT", Call{Does: Create, DirFD: 2, Path: 3, Mode: 4, Excl: true, Why: whySys}),
	raw("SYS_WRITE", Call{Does: Write, Handle: 2, Data: 3, Why: whyWrite}),
)

var rawMeta = slices.Concat(
	raw("SYS_CHMOD", Call{Does: Chmod, Path: 2, Mode: 3, Exact: true, Why: whyChmod}),
	raw("SYS_LCHMOD", Call{Does: Chmod, Path: 2, Mode: 3, Exact: true, NoFollow: true, Why: whyChmod}),
	raw("SYS_FCHMOD", Call{Does: Chmod, Handle: 2, Mode: 3, Exact: true, Why: whyChmod}),
	raw("SYS_FCHMODAT", Call{Does: Chmod, DirFD: 2, Path: 3, Mode: 4, Exact: true, Why: whyChmod + "; Linux has no flags argument here"}),
	raw("SYS_FCHMODAT2", Call{Does: Chmod, DirFD: 2, Path: 3, Mode: 4, Flags: 5, Exact: true, Why: whyChmod}),
	raw("SYS_CHOWN", Call{Does: Chown, Path: 2, ID: 3, GID: 4, Why: whyChown}),
	raw("SYS_LCHOWN", Call{Does: Chown, Path: 2, ID: 3, GID: 4, NoFollow: true, Why: whyChown}),
	raw("SYS_FCHOWN", Call{Does: Chown, Handle: 2, ID: 3, GID: 4, Why: whyChown}),
	raw("SYS_FCHOWNAT", Call{Does: Chown, DirFD: 2, Path: 3, ID: 4, GID: 5, Flags: 6, Why: whyChown}),
	raw("SYS_UMASK", Call{Does: Umask, Mode: 2, Exact: true, Result: 1, Why: "the umask belongs to the whole process"}),
	raw("SYS_UNLINK SYS_RMDIR", Call{Does: Remove, Path: 2, NoFollow: true, Why: whyRemove}),
	raw("SYS_UNLINKAT", Call{Does: Remove, DirFD: 2, Path: 3, Flags: 4, NoFollow: true, Why: whyRemove}),
	raw("SYS_RENAME", Call{Does: Rename, Path: 2, NewPath: 3, NoFollow: true, Why: whyRename}),
	raw("SYS_RENAMEAT", Call{Does: Rename, DirFD: 2, Path: 3, NewPath: 5, NoFollow: true, Why: whyRename}),
	raw("SYS_RENAMEAT2", Call{Does: Rename, DirFD: 2, Path: 3, NewPath: 5, Flags: 6, NoFollow: true, Why: whyRename}),
	raw("SYS_LINK", Call{Does: Link, Path: 2, NewPath: 3, Excl: true, Why: whyLink}),
	raw("SYS_LINKAT", Call{Does: Link, DirFD: 2, Path: 3, NewPath: 5, Flags: 6, Excl: true, Why: whyLink}),
	raw("SYS_SYMLINK", Call{Does: Link, What: Symlink, Path: 2, NewPath: 3, Excl: true, Why: whyLink}),
	raw("SYS_SYMLINKAT", Call{Does: Link, What: Symlink, Path: 2, NewPath: 4, Excl: true, Why: whyLink}),
	raw("SYS_FLOCK", Call{Does: Lock, Handle: 2, Value: 3, Why: whyLock}),
	raw("SYS_CLOSE", Call{Does: Close, Handle: 2, Why: whyClose}),
)

var rawDescriptors = slices.Concat(
	raw("SYS_SOCKET", Call{Does: NewFD, What: Socket, Value: 2, Flags: 3, Result: 1, FD: cloexec("SOCK_CLOEXEC", 3), Why: whyFlag}),
	raw("SYS_SOCKETPAIR", Call{Does: NewFD, What: Socket, Flags: 3, FD: &FD{Out: 5, Flag: "SOCK_CLOEXEC", FlagArg: 3}, Why: whyFlag}),
	raw("SYS_ACCEPT", replaced(Socket, "SYS_ACCEPT4", "SOCK_CLOEXEC", all).taking(2)),
	raw("SYS_ACCEPT4", made(Socket, "SOCK_CLOEXEC", 5).taking(2)),
	raw("SYS_BIND", Call{Does: Bind, What: Socket, Handle: 2, Path: 3, Fixed: 0o777, HasFixed: true, Why: whyBind}),
	raw("SYS_LISTEN", Call{Does: Listen, What: Socket, Handle: 2, Why: "from here on clients can connect"}),
	raw("SYS_RECVMSG", Call{Does: Receive, Handle: 2, Flags: 4, FD: &FD{Out: 3, Flag: "MSG_CMSG_CLOEXEC", FlagArg: 4}, Why: whyMsg}),
	raw("SYS_PIPE", Call{Does: NewFD, What: Pipe, FD: &FD{Out: 2, Sibling: "SYS_PIPE2", SiblingFlag: "O_CLOEXEC"}, Why: whySibling}),
	raw("SYS_PIPE2", Call{Does: NewFD, What: Pipe, Flags: 3, FD: &FD{Out: 2, Flag: "O_CLOEXEC", FlagArg: 3}, Why: whyFlag}),
	raw("SYS_DUP", replaced(AnyObject, "SYS_FCNTL", "F_DUPFD_CLOEXEC", all).taking(2)),
	raw("SYS_DUP2", Call{Does: Dup, Handle: 2, Value: 3, FD: &FD{Out: 3, Sibling: "SYS_DUP3", SiblingFlag: "O_CLOEXEC"}, Why: whySibling}),
	raw("SYS_DUP3", Call{Does: Dup, Handle: 2, Value: 3, Flags: 4, FD: &FD{Out: 3, Flag: "O_CLOEXEC", FlagArg: 4}, Why: whyFlag}),
	raw("SYS_FCNTL", Call{Does: Fcntl, Handle: 2, Flags: 3, Value: 4, Result: 1, FD: cloexec("F_DUPFD_CLOEXEC", 3), Why: "fcntl(2): F_DUPFD duplicates without close-on-exec, F_SETFD sets or clears it"}),
	raw("SYS_IOCTL", Call{Does: Ioctl, Handle: 2, Flags: 3, Value: 4, Result: 1, Why: "some requests return a descriptor"}),
	rawOld("SYS_EPOLL_CREATE", Event, "SYS_EPOLL_CREATE1", "EPOLL_CLOEXEC"), rawFD("SYS_EPOLL_CREATE1", Event, "EPOLL_CLOEXEC", 2),
	rawOld("SYS_EVENTFD", Event, "SYS_EVENTFD2", "EFD_CLOEXEC"), rawFD("SYS_EVENTFD2", Event, "EFD_CLOEXEC", 3),
	rawOld("SYS_SIGNALFD", Event, "SYS_SIGNALFD4", "SFD_CLOEXEC"), rawFD("SYS_SIGNALFD4", Event, "SFD_CLOEXEC", 5),
	rawOld("SYS_INOTIFY_INIT", Event, "SYS_INOTIFY_INIT1", "IN_CLOEXEC"), rawFD("SYS_INOTIFY_INIT1", Event, "IN_CLOEXEC", 2),
	rawFD("SYS_TIMERFD_CREATE", Event, "TFD_CLOEXEC", 3),
	rawFD("SYS_PERF_EVENT_OPEN", Event, "PERF_FLAG_FD_CLOEXEC", 6),
	raw("SYS_FANOTIFY_INIT", Call{Does: NewFD, What: Event, Flags: 2, Result: 1, FD: &FD{Result: 1, Flag: "FAN_CLOEXEC", FlagArg: 2, Inner: &FD{Flag: "O_CLOEXEC", FlagArg: 3}}, Why: whyFlag}),
	rawFD("SYS_MEMFD_CREATE", Memory, "MFD_CLOEXEC", 3), rawFD("SYS_MEMFD_SECRET", Memory, "O_CLOEXEC", 2),
	rawFD("SYS_USERFAULTFD", Memory, "O_CLOEXEC", 2),
	rawFD("SYS_OPEN_TREE SYS_OPEN_TREE_ATTR", Mount, "OPEN_TREE_CLOEXEC", 4), rawFD("SYS_FSOPEN", Mount, "FSOPEN_CLOEXEC", 3),
	rawFD("SYS_FSPICK", Mount, "FSPICK_CLOEXEC", 4), rawFD("SYS_FSMOUNT", Mount, "FSMOUNT_CLOEXEC", 3),
	raw("SYS_OPEN_BY_HANDLE_AT", made(File, "O_CLOEXEC", 4).taking(2)),
	rawAlways("SYS_PIDFD_OPEN SYS_PIDFD_GETFD", Process), rawAlways("SYS_IO_URING_SETUP SYS_KQUEUE", Event),
	rawAlways("SYS_LANDLOCK_CREATE_RULESET SYS_BPF SYS_MQ_OPEN", AnyObject),
)

// rawAlways are the system calls whose descriptors are always close-on-exec.
func rawAlways(traps string, what Object) []*Raw {
	return raw(traps, Call{Does: NewFD, What: what, Result: 1, FD: always(1), Why: whyAlways})
}

var rawProcesses = slices.Concat(
	raw("SYS_EXECVE", Call{Does: Exec, What: Process, Path: 2, Argv: 3, Env: 4, Why: whyExec}),
	raw("SYS_EXECVEAT", Call{Does: Exec, What: Process, DirFD: 2, Path: 3, Argv: 4, Env: 5, Flags: 6, Why: whyExec}),
	raw("SYS_FORK SYS_VFORK", Call{Does: Spawn, What: Process, Result: 1, Why: "the child has every descriptor until it executes a program"}),
	raw("SYS_CLONE SYS_RFORK", Call{Does: Spawn, What: Process, Flags: 2, Result: 1, Why: "the child has every descriptor until it executes a program"}),
	raw("SYS_CLONE3", Call{Does: Spawn, What: Process, Result: 1, Why: "the child has every descriptor until it executes a program"}),
	raw("SYS_KILL", Call{Does: Kill, What: Process, Handle: 2, Value: 3, Why: whyKill}),
	raw("SYS_UNSHARE", Call{Does: Unshare, Flags: 2, Why: whyThread}),
	raw("SYS_SETNS", Call{Does: Unshare, Handle: 2, Flags: 3, Why: whyThread}),
)

var rawCreds = slices.Concat(
	rawCred("SYS_SETUID", Call{ID: 2, Cred: &CredChange{UID: true, Real: true, Effective: true, Saved: true, Fixed: "syscall.Setuid"}}),
	rawCred("SYS_SETGID", Call{ID: 2, Cred: &CredChange{GID: true, Real: true, Effective: true, Saved: true, Fixed: "syscall.Setgid"}}),
	rawCred("SYS_SETGROUPS", Call{ID: 3, Cred: &CredChange{Groups: true, Fixed: "syscall.Setgroups"}}),
	rawCred("SYS_SETEUID", Call{ID: 2, Cred: &CredChange{UID: true, Effective: true, Fixed: "syscall.Seteuid"}}),
	rawCred("SYS_SETEGID", Call{ID: 2, Cred: &CredChange{GID: true, Effective: true, Fixed: "syscall.Setegid"}}),
	rawCred("SYS_SETREUID", Call{RealID: 2, ID: 3, Cred: &CredChange{UID: true, Real: true, Effective: true, Fixed: "syscall.Setreuid"}}),
	rawCred("SYS_SETREGID", Call{RealID: 2, ID: 3, Cred: &CredChange{GID: true, Real: true, Effective: true, Fixed: "syscall.Setregid"}}),
	rawCred("SYS_SETRESUID", Call{RealID: 2, ID: 3, SavedID: 4, Cred: &CredChange{UID: true, Real: true, Effective: true, Saved: true, Fixed: "syscall.Setresuid"}}),
	rawCred("SYS_SETRESGID", Call{RealID: 2, ID: 3, SavedID: 4, Cred: &CredChange{GID: true, Real: true, Effective: true, Saved: true, Fixed: "syscall.Setresgid"}}),
	rawCred("SYS_SETFSUID", Call{ID: 2, Cred: &CredChange{UID: true, FSOnly: true}}),
	rawCred("SYS_SETFSGID", Call{ID: 2, Cred: &CredChange{GID: true, FSOnly: true}}),
	rawCred("SYS_PRCTL SYS_SECCOMP", Call{Does: Prctl, Flags: 2, Value: 3, Cred: &CredChange{}}),
	rawCred("SYS_CAPSET", Call{Does: Prctl, Value: 3, Cred: &CredChange{}}),
	raw("SYS_CHROOT", Call{Does: Chroot, Path: 2, Why: whyChroot}),
	raw("SYS_CHDIR", Call{Does: Chdir, Path: 2, Why: "the working directory belongs to the whole process"}),
	raw("SYS_FCHDIR", Call{Does: Chdir, Handle: 2, Why: "the working directory belongs to the whole process"}),
)

// rawCred is a change of the calling thread, or of all of them when
// AllThreadsSyscall makes it.
func rawCred(traps string, c Call) []*Raw {
	if c.Does == None {
		c.Does = Cred
	}
	c.Why = whyOne
	rows := raw(traps, c)
	for _, r := range rows {
		every, one := r.Call, *r.Call.Cred
		every.Name = "AllThreadsSyscall " + r.Trap
		every.Why = "AllThreadsSyscall makes the call on every thread"
		r.allThreads = &every
		one.OneThread = true
		r.Call.Cred = &one
	}
	return rows
}

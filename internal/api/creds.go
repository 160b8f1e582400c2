package api

const (
	whyAll    = "package syscall changes every thread, and x/sys/unix forwards to it"
	whyOne    = "on Linux the system call changes the calling thread alone"
	whyChroot = "without a change of directory to inside, .. leads out"
)

// credRows change who the process is and what it sees.
var credRows = join(
	sys("Setuid", unixes, all, Call{Does: Cred, ID: 1, Cred: &CredChange{UID: true, Real: true, Effective: true, Saved: true}, Why: whyAll}),
	sys("Setgid", unixes, all, Call{Does: Cred, ID: 1, Cred: &CredChange{GID: true, Real: true, Effective: true, Saved: true}, Why: whyAll}),
	sys("Setgroups", unixes, absent, Call{Does: Cred, ID: 1, Cred: &CredChange{Groups: true}, Why: whyAll}),
	sys("Setgroups", absent, all, Call{Does: Cred, ID: 1, Cred: &CredChange{Groups: true, OneThread: true, Fixed: "syscall.Setgroups"},
		Why: "x/sys/unix calls RawSyscall(SYS_SETGROUPS): the other threads keep root's groups for good"}),
	sys("Seteuid", unixes, macBSD+" solaris", Call{Does: Cred, ID: 1, Cred: &CredChange{UID: true, Effective: true}, Why: "keeps the saved uid, so the drop can be undone"}),
	sys("Setegid", unixes, macBSD+" solaris", Call{Does: Cred, ID: 1, Cred: &CredChange{GID: true, Effective: true}, Why: "keeps the saved gid, so the drop can be undone"}),
	sys("Setreuid", unixes, all, Call{Does: Cred, RealID: 1, ID: 2, Cred: &CredChange{UID: true, Real: true, Effective: true}, Why: "the saved uid follows only where the real one is set"}),
	sys("Setregid", unixes, all, Call{Does: Cred, RealID: 1, ID: 2, Cred: &CredChange{GID: true, Real: true, Effective: true}, Why: "the saved gid follows only where the real one is set"}),
	sys("Setresuid", linux, setres, Call{Does: Cred, RealID: 1, ID: 2, SavedID: 3, Cred: &CredChange{UID: true, Real: true, Effective: true, Saved: true}, Why: whyAll}),
	sys("Setresgid", linux, setres, Call{Does: Cred, RealID: 1, ID: 2, SavedID: 3, Cred: &CredChange{GID: true, Real: true, Effective: true, Saved: true}, Why: whyAll}),
	sys("Setfsuid", linux, linux, Call{Does: Cred, ID: 1, Cred: &CredChange{UID: true, FSOnly: true, OneThread: true}, Why: whyOne}),
	sys("Setfsgid", linux, linux, Call{Does: Cred, ID: 1, Cred: &CredChange{GID: true, FSOnly: true, OneThread: true}, Why: whyOne}),
	sys("SetfsuidRetUid", absent, linux, Call{Does: Cred, ID: 1, Cred: &CredChange{UID: true, FSOnly: true, OneThread: true}, Why: whyOne}),
	sys("SetfsgidRetGid", absent, linux, Call{Does: Cred, ID: 1, Cred: &CredChange{GID: true, FSOnly: true, OneThread: true}, Why: whyOne}),

	sys("Prctl", absent, linux, Call{Does: Prctl, Flags: 1, Value: 2, Cred: &CredChange{OneThread: true}, Why: whyOne}),
	sys("PrctlRetInt", absent, linux, Call{Does: Prctl, Flags: 1, Value: 2, Cred: &CredChange{OneThread: true}, Why: whyOne}),
	sys("Capset", absent, linux, Call{Does: Prctl, Value: 2, Cred: &CredChange{OneThread: true}, Why: whyOne}),

	each(ext, "CapEnter", Call{GOOS: "freebsd", Does: Prctl, Why: "cap_enter(2): restricts the whole process"}),
	each(ext, "Pledge PledgePromises PledgeExecpromises Unveil UnveilBlock", Call{GOOS: "openbsd", Does: Prctl, Why: "pledge(2), unveil(2): restrict the whole process"}),

	sys("Chroot", unixes, all, Call{Does: Chroot, Path: 1, Why: whyChroot}),
	sys("PivotRoot", linux, linux, Call{Does: Pivot, Path: 1, NewPath: 2, Why: "pivot_root(2) moves the root of the mount namespace: the process sees nothing else from there on"}),
	each("os.", "Chdir", Call{Does: Chdir, Path: 1, Why: "the working directory belongs to the whole process"}),
	each("(*os.File).", "Chdir", Call{Does: Chdir, Handle: Recv, Why: "the working directory belongs to the whole process"}),
	sys("Chdir", all, all, Call{Does: Chdir, Path: 1, Why: "the working directory belongs to the whole process"}),
	sys("Fchdir", all, all, Call{Does: Chdir, Handle: 1, Why: "the working directory belongs to the whole process"}),
)

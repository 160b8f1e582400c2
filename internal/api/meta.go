package api

const (
	whyChmod  = "chmod sets exactly the mode given: the umask does not filter it"
	whyChown  = "changes the owner; clears set-id bits"
	whyStat   = "looks at an object that may be another one at the next call by name"
	whyRemove = "unlinks by name"
	whyRename = "replaces an existing NewPath"
	whyLink   = "gives an object another name"
	whyClose  = "ends the descriptor and the locks that hang on it"
	whyLock   = "advisory lock; it goes when the descriptor is closed, also by the garbage collector"
	whyWalk   = "runs a callback on names that may change meanwhile"
)

// metaRows change or look at what exists: modes, owners, names, locks.
var metaRows = join(
	rows(
		Call{Name: "os.Chmod", Does: Chmod, Path: 1, Mode: 2, Exact: true, Why: whyChmod},
		Call{Name: "(*os.File).Chmod", Does: Chmod, Handle: Recv, Mode: 1, Exact: true, Why: whyChmod},
		Call{Name: "(*os.Root).Chmod", Does: Chmod, DirFD: Recv, Path: 1, Mode: 2, Exact: true, Why: whyChmod},
	),
	sys("Chmod", all, all, Call{Does: Chmod, Path: 1, Mode: 2, RawMode: true, Exact: true, Why: whyChmod}),
	sys("Fchmod", all, all, Call{Does: Chmod, Handle: 1, Mode: 2, RawMode: true, Exact: true, Why: whyChmod}),
	sys("Fchmodat", "aix linux", all, Call{Does: Chmod, DirFD: 1, Path: 2, Mode: 3, Flags: 4, RawMode: true, Exact: true, Why: whyChmod}),
	rows(
		Call{Name: "os.Chown", Does: Chown, Path: 1, ID: 2, GID: 3, Unfollowed: "Lchown", Why: whyChown},
		Call{Name: "os.Lchown", Does: Chown, Path: 1, ID: 2, GID: 3, NoFollow: true, Why: whyChown},
		Call{Name: "(*os.File).Chown", Does: Chown, Handle: Recv, ID: 1, GID: 2, Why: whyChown},
		Call{Name: "(*os.Root).Chown", Does: Chown, DirFD: Recv, Path: 1, ID: 2, GID: 3, Unfollowed: "Lchown", Why: whyChown},
		Call{Name: "(*os.Root).Lchown", Does: Chown, DirFD: Recv, Path: 1, ID: 2, GID: 3, NoFollow: true, Why: whyChown},
	),
	sys("Chown", all, all, Call{Does: Chown, Path: 1, ID: 2, GID: 3, Unfollowed: "Lchown", Why: whyChown}),
	sys("Lchown", all, all, Call{Does: Chown, Path: 1, ID: 2, GID: 3, NoFollow: true, Why: whyChown}),
	sys("Fchown", all, all, Call{Does: Chown, Handle: 1, ID: 2, GID: 3, Why: whyChown}),
	sys("Fchownat", "aix linux", all, Call{Does: Chown, DirFD: 1, Path: 2, ID: 3, GID: 4, Flags: 5, Why: whyChown}),
	sys("Unlinkat", "aix linux", absent, Call{Does: Remove, DirFD: 1, Path: 2, NoFollow: true, Why: whyRemove}),
	sys("Unlinkat", absent, all, Call{Does: Remove, DirFD: 1, Path: 2, Flags: 3, NoFollow: true, Why: whyRemove}),
	statRows, nameRows,
	sys("Umask", unixes, all, Call{Does: Umask, Mode: 1, RawMode: true, Exact: true, Result: 1, Why: "the umask belongs to the whole process; the call returns the old one"}),
	lockRows,
)

// statRows look at objects.
var statRows = join(
	each("os.", "Stat", Call{Does: Stat, Path: 1, Result: 1, Why: whyStat}),
	each("os.", "Lstat", Call{Does: Stat, Path: 1, Result: 1, NoFollow: true, Why: whyStat}),
	each("(*os.File).", "Stat", Call{Does: Stat, Handle: Recv, Result: 1, Why: "looks at the open object itself, whatever its name means now"}),
	each("(*os.Root).", "Stat", Call{Does: Stat, DirFD: Recv, Path: 1, Result: 1, Why: whyStat}),
	each("(*os.Root).", "Lstat", Call{Does: Stat, DirFD: Recv, Path: 1, Result: 1, NoFollow: true, Why: whyStat}),
	each("os.", "Readlink", Call{Does: Stat, Path: 1, NoFollow: true, Why: whyStat}),
	each("(*os.Root).", "Readlink", Call{Does: Stat, DirFD: Recv, Path: 1, NoFollow: true, Why: whyStat}),
	each("path/filepath.", "EvalSymlinks", Call{Does: Stat, Path: 1, Why: whyStat}),
	sys("Stat", unixes, all, Call{Does: Stat, Path: 1, Why: whyStat}),
	sys("Lstat", unixes, all, Call{Does: Stat, Path: 1, NoFollow: true, Why: whyStat}),
	sys("Fstat", unixes, all, Call{Does: Stat, Handle: 1, Why: "looks at the open object itself, whatever its name means now"}),
	sys("Access", unixes, all, Call{Does: Stat, Path: 1, Value: 2, RealUser: true, Why: whyStat}),
	sys("Faccessat", "aix linux", all, Call{Does: Stat, DirFD: 1, Path: 2, Value: 3, Flags: 4, RealUser: true, Why: whyStat}),
	sys("Faccessat2", absent, linux, Call{Does: Stat, DirFD: 1, Path: 2, Value: 3, Flags: 4, RealUser: true, Why: whyStat}),
	sys("Fstatat", "freebsd", all, Call{Does: Stat, DirFD: 1, Path: 2, Flags: 4, Why: whyStat}),
	sys("Statx", absent, "aix linux", Call{Does: Stat, DirFD: 1, Path: 2, Flags: 3, Why: whyStat}),
	sys("Readlink", all, all, Call{Does: Stat, Path: 1, NoFollow: true, Why: whyStat}),
	sys("Readlinkat", absent, "darwin freebsd linux netbsd openbsd", Call{Does: Stat, DirFD: 1, Path: 2, NoFollow: true, Why: whyStat}),
)

// nameRows change which name means which object.
var nameRows = join(
	each("os.", "Remove RemoveAll", Call{Does: Remove, Path: 1, NoFollow: true, Why: whyRemove}),
	each("(*os.Root).", "Remove RemoveAll", Call{Does: Remove, DirFD: Recv, Path: 1, NoFollow: true, Why: whyRemove}),
	each("os.", "Rename", Call{Does: Rename, Path: 1, NewPath: 2, NoFollow: true, Why: whyRename}),
	each("(*os.Root).", "Rename", Call{Does: Rename, DirFD: Recv, Path: 1, NewPath: 2, NoFollow: true, Why: whyRename}),
	each("os.", "Link", Call{Does: Link, Path: 1, NewPath: 2, Excl: true, Why: whyLink}),
	each("os.", "Symlink", Call{Does: Link, What: Symlink, Path: 1, NewPath: 2, Excl: true, Why: whyLink}),
	each("(*os.Root).", "Link", Call{Does: Link, DirFD: Recv, Path: 1, NewPath: 2, Excl: true, Why: whyLink}),
	each("(*os.Root).", "Symlink", Call{Does: Link, What: Symlink, DirFD: Recv, Path: 1, NewPath: 2, Excl: true, Why: whyLink}),
	each("path/filepath.", "Walk WalkDir", Call{Does: Walk, Path: 1, Why: whyWalk}),
	each("io/fs.", "WalkDir", Call{Does: Walk, Path: 2, Why: whyWalk}),
	sys("Unlink", all, all, Call{Does: Remove, Path: 1, NoFollow: true, Why: whyRemove}),
	sys("Rmdir", all, noAIX, Call{Does: Remove, Path: 1, NoFollow: true, Why: whyRemove}),
	sys("Rename", all, noAIX, Call{Does: Rename, Path: 1, NewPath: 2, NoFollow: true, Why: whyRename}),
	sys("Renameat", "aix linux", all, Call{Does: Rename, DirFD: 1, Path: 2, NewPath: 4, NoFollow: true, Why: whyRename}),
	sys("Renameat2", absent, linux, Call{Does: Rename, DirFD: 1, Path: 2, NewPath: 4, Flags: 5, NoFollow: true, Why: "renameat2(2): RENAME_NOREPLACE and RENAME_EXCHANGE do not replace"}),
	sys("Link", all, noAIX, Call{Does: Link, Path: 1, NewPath: 2, Excl: true, Why: whyLink}),
	sys("Linkat", absent, noSun, Call{Does: Link, DirFD: 1, Path: 2, NewPath: 4, Flags: 5, Excl: true, Why: whyLink}),
	sys("Symlink", all, noAIX, Call{Does: Link, What: Symlink, Path: 1, NewPath: 2, Excl: true, Why: whyLink}),
	sys("Symlinkat", absent, noSun, Call{Does: Link, What: Symlink, Path: 1, NewPath: 3, Excl: true, Why: whyLink}),
)

// lockRows close and lock.
var lockRows = join(
	each("(*os.File).", "Close", Call{Does: Close, Handle: Recv, Why: whyClose}),
	each("(*os.Root).", "Close", Call{Does: Close, Handle: Recv, Why: whyClose}),
	sys("Close", all, all, Call{Does: Close, Handle: 1, Why: whyClose}),
	sys("Flock", noSun, noAIX, Call{Does: Lock, Handle: 1, Value: 2, Why: whyLock}),
	each("(*github.com/gofrs/flock.Flock).", "Lock TryLock RLock TryRLock", Call{Does: Lock, Handle: Recv, Why: whyLock}),
	sys("FcntlFlock", unixes, all, Call{Does: Lock, Handle: 1, Flags: 2, Value: 3, Why: whyLock}),
)

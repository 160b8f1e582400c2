// Package toctou defines an analyzer that finds decisions about a name that
// may mean another object a moment later.
//
// # Analyzer toctou
//
// toctou: find decisions about a name that may mean another object a moment later
//
// Between a look at a name and what is done with it, whoever can write in the
// directory can put a link or another file there. What is certain is one call
// that does both, such as an open with O_EXCL, or an open file.
//
// The look and the act must name the same path in one function, through the
// functions that it calls, and the act must depend on the look. Silent for
// names in directories from os.MkdirTemp, on kernel file systems, and in
// tests.
//
// Source: open(2), symlink(7), CWE-367, CWE-59; CVE-2015-1340 (lxd), CVE-2025-9566
// (podman).
//
// # stat-then-create
//
//	if _, err := os.Stat(name); os.IsNotExist(err) {
//		f, err := os.Create(name)
//	}
//
//	os.Create creates this file because line 10 did not find it: whoever creates
//	it, or puts a link there, in between has it overwritten or written through;
//	let the creation fail when the file is there (O_CREATE|O_EXCL)
//
// A note in directories of root and of the user's own. Silent for directories,
// where the second os.Mkdir fails or does nothing, and when the other branch
// creates the file too. The fix opens with O_EXCL; os.WriteFile has no such
// sibling. CWE-367.
//
// # access-then-open
//
//	if unix.Access(name, unix.R_OK) == nil {
//		return os.Open(name)
//	}
//
// access(2) asks what the user may do who started a set-user-ID program, and
// the open has the rights that the program has:
//
//	line 27 asked what the real user may do with this name, and now it is
//	opened with the rights of the effective user: the name can be another file
//	by then; open it as the real user, or open first and look at the descriptor
//
// The same for a question about the permission bits before an open for reading,
// and for one afterwards because of which the function gives up
// (CVE-2025-46327, gosnowflake). CWE-367.
//
// # follows-link
//
//	filepath.Walk(root, func(p string, info os.FileInfo, err error) error {
//		return os.Chown(p, uid, gid)
//	})
//
//	the walk finds links, and this follows them: whoever can put a link there
//	gets the file that it points to
//
// Also after os.Lstat, and with Fchmodat and Fchownat relative to a descriptor
// with flags that follow. The fix for a change of the owner is Lchown. Where
// the type or owner was asked for before, only a race is left: a note, unless
// the object was given to another owner right before, who can win it. A note too
// where a file is opened with O_CREATE, without O_NOFOLLOW, and gets another mode
// if it has a wrong one. CWE-59.
//
// # temp-name-reused
//
//	f, _ := os.CreateTemp("", "x")
//	os.Remove(f.Name())
//	return f.Name()
//
//	the temporary file is removed at line 63 and its name returned: until it is
//	used another user can take it; make a temporary directory and choose a name
//	inside
//
// CWE-377.
//
// # stat-then-change
//
// A chmod, chown or removal by a name that was looked at by name. A note; a
// warning for a chmod or chown that happens only as root. CWE-367.
//
// # walk-by-name
//
// A change by a name that a walk found, after a question about its type. A
// note. CWE-367.
package toctou

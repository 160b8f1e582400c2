// Package toctou defines an analyzer that finds decisions about a name that
// may mean another object a moment later.
//
// # Analyzer toctou
//
// toctou: check for time-of-check to time-of-use (TOCTOU) races on file paths
//
// Between a look at a name and what is done with it, whoever can write in the
// directory can put a link or another file there. What is certain is one call
// that does both, such as an open with O_EXCL, or an open file.
//
// The look and the act must name the same path in one function, through the
// functions that it calls, and the act must depend on the look. Silent for
// names in directories that were made for this program alone, on kernel file
// systems, and in tests.
//
// Who can come in between decides the level: a warning in a directory that other
// users can write to or own, and in a program that is root's by evidence (it
// gives up privileges, or asks whether it is root); elsewhere a note.
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
//	os.Create after the existence check on line 10: a file or symlink created in
//	between is overwritten or followed; open with O_CREATE|O_EXCL
//
// Silent for directories, where the second os.Mkdir fails or does nothing, when
// the other branch creates the file too, and under a lock. The fix opens with O_EXCL; os.WriteFile has no such
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
//	access check on line 27 uses the real user's permissions, this open the
//	effective user's, and the path can change in between; drop privileges, or
//	open first and check the descriptor
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
//	this follows symlinks found by the walk: a planted symlink gives its owner
//	the target file
//
// Also after os.Lstat, and with Fchmodat and Fchownat relative to a descriptor
// with flags that follow. The fix for a change of the owner is Lchown. Where
// the type or owner was asked for before, only a race is left: a note, unless
// the object was given to another owner right before, who can win it. A note too
// where a file is opened with O_CREATE, without O_NOFOLLOW, and gets another mode
// if it has a wrong one, and where only root or the user writes. CWE-59.
//
// # stat-then-change
//
// A chmod, chown or removal by a name that was checked by name. CWE-367.
//
// # walk-by-name
//
// A change by a name that a walk found, after a question about its type. A
// note. CWE-367.
package toctou

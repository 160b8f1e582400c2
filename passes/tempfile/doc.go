// Package tempfile defines an analyzer that finds temporary files and
// directories under names that others can know.
//
// # Analyzer tempfile
//
// tempfile: check for predictable names in shared temporary directories
//
// # predictable-temp
//
// In /tmp, /var/tmp and /dev/shm every user may make names. Who knows the name
// that a program is going to use, because it is fixed or made of a process id,
// the time or a weak random number, creates it first: as a symlink, through which
// the program overwrites any file that it may write to; as a file that they keep
// reading and changing; or as a directory that they control.
//
//	f, err := os.Create("/tmp/report.log")
//
//	warning: os.Create opens predictable path /tmp/report.log in world-writable
//	/tmp without O_EXCL: another user can pre-create it as a file or symlink; use
//	os.CreateTemp
//
//	err := os.MkdirAll(filepath.Join(os.TempDir(), "build"), 0o700)
//
//	warning: os.MkdirAll succeeds if another user already created $TMPDIR/build in
//	the world-writable temporary directory, and that user then controls its
//	contents; use os.MkdirTemp
//
// It is an error in a package that gives up privileges or works in /run, so that
// it runs as root, and when what is written is secret. The fix lets the standard
// library choose the name, where nothing but the call needs it.
//
// Accepted: a path below a directory of MkdirTemp, O_EXCL, os.Mkdir (it fails if
// the name is taken), a file that is written under another name and renamed,
// reading, names of which a part is random or unknown, a directory that is
// checked with Lstat after it was made, tests, Windows, and os.TempDir on macOS,
// which is the user's own there. Sockets are the business of the check
// unixsocket. The kernel's protected_symlinks and protected_regular soften the
// attack on files on many Linux systems, not on all, and not for directories.
//
// A name that a process id or the time is to make unique is one that others can
// know, whatever else is in it, unless a part of it is random.
//
// Limits: a name that comes from a parameter is judged where the caller gives
// it. Silence with
//
//	//permvet:ignore tempfile a protocol fixes this name
//
// The check owns such names: the mode of the object, and a look before its
// creation, are not told again by others, for a random name repairs all of it.
//
// Source: CWE-377, CWE-379; CVE-2024-45339 (glog's log files), CVE-2026-39819
// (go bug), CVE-2020-25040 (Singularity's build directories).
//
// # temp-name-reused
//
//	f, _ := os.CreateTemp("", "x")
//	os.Remove(f.Name())
//	return f.Name()
//
//	temporary file removed on line 63 but its name is returned: another user can
//	claim it; create a temporary directory instead
//
// CWE-377.
package tempfile

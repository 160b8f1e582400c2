// Package tempfile defines an analyzer that finds temporary files and
// directories under names that others can know.
//
// # Analyzer tempfile
//
// tempfile: find names in shared temporary directories that others can take first
//
// # predictable-temp
//
// In /tmp, /var/tmp and /dev/shm every user may make names. Who knows the name
// that a program is going to use, because it is fixed or made of a process id,
// the time or a weak random number, makes it first: a link, through which the
// program overwrites any file it may write to; a file, which he goes on reading
// and changing; a directory, whose content is his.
//
//	f, err := os.Create("/tmp/report.log")
//
//	warning: os.Create opens /tmp/report.log without O_EXCL, a name that can be
//	known in /tmp: what another user puts there first, a link too, is written to;
//	use a random name
//
//	err := os.MkdirAll(filepath.Join(os.TempDir(), "build"), 0o700)
//
//	warning: os.MkdirAll accepts $TMPDIR/build if another user has made it first,
//	for the name can be known and the temporary directory belongs to all:
//	whatever is put there is his; use a directory with a random name
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
// Source: CWE-377, CWE-379; CVE-2024-45339 (glog's log files), CVE-2026-39819
// (go bug), CVE-2020-25040 (Singularity's build directories).
package tempfile

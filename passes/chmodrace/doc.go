// Package chmodrace defines an analyzer that finds objects whose mode is set
// after they were created, where somebody can come in between.
//
// # Analyzer chmodrace
//
// chmodrace: check for files whose permissions are tightened only after creation
//
// A mode belongs to the creation. What is created wide and narrowed later can
// be opened in between, and who has opened it keeps it open; what is changed
// by name can be another object by then. The right order is the other one:
// create with the narrow mode, write, and widen at the end to publish.
//
// A creation and a chmod belong together when they name the same open file,
// the same variable, the same constant or the same joined path, through
// functions of this and other packages, and also after a rename. Files in a
// directory that is closed to others, by this function, its package or all of its
// callers, are nobody else's business. Nothing is reported
// in tests, nor for Windows and Plan 9, where the bits mean something else.
//
// Source: open(2), chmod(2), umask(2), CWE-362, CWE-378; CVE-2019-15716 (wtf),
// CVE-2025-9566 (podman).
//
// # narrowed-after-create
//
//	f, err := os.Create(name)
//	f.Write(key)
//	f.Chmod(0o600)
//
// From the first line to the third everybody can open the file:
//
//	os.Create makes this file with mode 0666 and line 18 narrows it to 0600:
//	until then group and other can read it, and it is written at line 15;
//	create it with 0600
//
// It is an error when something is written in between, or by the creation
// itself as os.WriteFile and libraries that write a whole file do; a warning
// when nothing is, because a descriptor opened early reads what comes later,
// and when a directory above was made 0700 here. Only rights that the object
// is certainly born with and certainly loses count, those to read and to write;
// if it loses no more than the write bits that a umask of 022 takes anyway,
// as from os.Create to 0644, it is a note. A chmod to 0444 or 0555 keeps
// nobody out and is silent.
//
// The fix creates with the final mode and keeps the chmod, which undoes what
// the umask takes. CWE-378.
//
// # chmod-by-name
//
//	f, err := os.OpenFile(name, os.O_CREATE|os.O_WRONLY, 0o600)
//	defer f.Close()
//	os.Chmod(name, 0o644)
//
// The file is open, and yet the name is asked for it once more:
//
//	chmod by path of the file opened on line 93 opened: whoever
//	can rename in its directory can put a link there first, and the chmod hits
//	what it points to; use the Chmod method of the open file
//
// Silent for files of os.CreateTemp, after the file was closed, and where nobody
// else can put a symlink: below a directory of this program, or one of root's
// such as /etc. A note in the user's home and where the user says on the command
// line. The fix uses the open
// file. CWE-367.
//
// # chmod-foreign-dir
//
//	func Save(dst string) error {
//		dir := filepath.Dir(dst)
//		os.MkdirAll(dir, 0o750)
//		return os.Chmod(dir, 0o750)
//	}
//
// The caller says Save("/tmp/upload"), and /tmp belongs to the program alone
// if it runs as root (gin's SaveUploadedFile):
//
//	sets the mode 0750 on the parent directory of caller-supplied path dst:
//	for a file in /tmp or in another user's directory that changes a directory
//	which is not this program's; leave a directory that existed before alone
//
// Silent when os.Mkdir made the directory in the same function, or when the
// function looked at it. CWE-732.
//
// # mode-not-applied
//
//	der, _ := x509.MarshalPKCS8PrivateKey(key)
//	os.WriteFile(name, der, 0o600)
//
// The mode is for a new file. One that an older version, a package or an
// administrator left with 0644 keeps that and now holds the key:
//
//	mode 0600 applies only when the file is created: an existing file keeps its
//	wider mode and exposes this secret (it holds what
//	x509.MarshalPKCS8PrivateKey returns); write a temporary file and rename it
//
// Keys are rightly written like this as long as nothing says that there is a
// wider file, so it is a note; a warning where another function of the package
// creates the same path wider, or where other users can create files.
// os.MkdirAll leaves a directory that exists alone, too (CVE-2020-15113, etcd).
// A helper is told once, however many callers it has.
//
// Silent with O_EXCL, with functions that rename a new file over the old, and
// where this function or one that leads to it looks at the file, removes it or
// sets its mode. The fix is safecreate.WriteFile, OpenFile or MkdirAll.
//
// Whatever the file is for, a mode is lost when the function made the file
// before with a wider one:
//
//	f, _ := os.Create(name)
//	os.WriteFile(name, data, 0o600)
//
//	mode 0600 has no effect: line 164 already created this file with 0666; use
//	0600 there
//
// CWE-281.
package chmodrace

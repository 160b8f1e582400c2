// Package umask defines an analyzer that finds changes of the umask that open
// what a process creates, or that other goroutines feel.
//
// # Analyzer umask
//
// umask: check for unsafe or racy umask changes
//
// The umask belongs to the process, with all its threads, goroutines and later
// children. It names the bits that creations do not get. A program may set a
// tight one, once, in main, before it does anything else; what needs another
// mode says so at its creation, or with chmod afterwards.
//
// Silent: a umask like 022, 027 or 077 in a program; one that is set only in a
// thread that left the process's state (unshare(CLONE_FS)); in a process of its
// own: a function registered for re-executed children, one that execs another
// program afterwards, here or in its callers, or that runs only as pid 1; a
// function that returns the way back, or sets what it is told and returns the old
// mask: then its callers are judged; tests. A program that starts no goroutine
// and serves nothing is told about windows and reads with -strict only.
//
// Source: umask(2), CWE-276, CWE-560; buildctl, whose output files were
// 0666, moby/moby@88df5b627e, hashicorp/nomad@8b4c265e36. Measured: while one
// goroutine sets and restores umask 0 around Mkdir, nearly all files that
// another creates with 0666 get exactly that.
//
// # umask-at-init
//
//	func init() { syscall.Umask(0) }
//
//	sets the process umask to 0000 during package initialization, for every
//	program that imports this package; set it in main, or pass explicit modes
//
// The same for initialisers of package variables, and for what they call. A
// tight umask in package main is a note. CWE-276.
//
// # permissive-umask
//
//	func main() { syscall.Umask(0); … }
//
// An error where others may write, a warning for 0002, which lets the group,
// a note for 0007. The places that leave it to the umask are told, in the
// package and in all that it imports:
//
//	umask 0000 makes new files world-writable: 2 calls here and in its imports
//	rely on it (lib.go:10, lib.go:13); use umask 0022 or stricter and pass wider
//	modes explicitly
//
// A note in a function that locks its process into a chroot or namespace before
// it creates anything: a helper of a sandbox must keep the modes that it is told.
// CWE-276.
//
// # chmod-style-umask
//
//	syscall.Umask(0o644)
//
// chmod names what to give, umask what to take:
//
//	0644 looks like a file mode; a umask lists the bits to clear, so new files
//	get 0022 and directories 0133: use 0022
//
// Reported when the value takes from the owner or the group what it leaves to
// others, or takes the owner's right to read; 0777, which takes all, is a way
// to create what nobody can open yet. The same kind tells decimal masks:
//
//	umask 22 is decimal and means 0026; write 0o22
//
// The fix writes the mask that gives the mode, unless that would be one that
// lets others write. CWE-560.
//
// # umask-window
//
//	old := syscall.Umask(0)
//	err := os.Mkdir(dir, 0o777)
//	syscall.Umask(old)
//
//	the umask is process-wide: until it is restored on line 26, files created by
//	other goroutines get modes by 0000 too, and overlapping changes can leave it
//	set; pass the mode at creation
//
// Locking the thread does not help: the umask is not the thread's.
// In libraries, and in programs with goroutines. Where the mask only takes
// more than 022 it is a note. The fix with -helpers is safecreate.Mkdir,
// OpenFile, WriteFile or Listen with the exact mode; both changes of the umask
// go. CWE-362.
//
// # umask-not-restored
//
//	old := syscall.Umask(0o077)
//	if err := os.Mkdir(dir, 0o777); err != nil {
//		return err
//	}
//	syscall.Umask(old)
//
//	a return before line 36 leaves the process umask at 0077; restore it with
//	defer
//
// Also in a library that drops the old mask; a note where the new one is tight,
// or what somebody asked for. CWE-459.
//
// # umask-in-library
//
//	package lib
//	func Setup() { syscall.Umask(0o022) }
//
//	library function Setup changes the process-wide umask to 0022; leave the
//	umask to the main program and pass explicit modes
//
// Packages below cmd are taken for parts of a program. CWE-276.
//
// # umask-for-socket
//
//	syscall.Umask(config.Umask)
//	l, err := net.Listen("unix", path)
//	http.Serve(l, handler)
//
// An operator gives a umask for the one socket, and every file that the process
// creates later gets it, such as uploads that the group may write:
//
//	the umask for the socket on line 12 stays for all files that the process
//	creates later; give the socket its mode instead
//
// Reported when the mask comes from a flag, an option or a configuration and is
// never restored, in a function that goes on to create files or to serve. The
// fix with -helpers is safecreate.Listen(network, address, 0o777&^mask), which
// gives the socket its mode before anybody can connect. CWE-276.
//
// # umask-read
//
//	old := syscall.Umask(0)
//	syscall.Umask(old)
//
//	reading the umask by setting it to 0000 races with other goroutines; read
//	Umask from /proc/self/status, or once at the start of main
//
// A note where the mask in between takes at least 022. The fix with -helpers
// is safecreate.Umask. CWE-362.
package umask

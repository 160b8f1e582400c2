// Package umask defines an analyzer that finds changes of the umask that open
// what a process creates, or that other goroutines feel.
//
// # Analyzer umask
//
// umask: find changes of the umask that open what the process creates, or that other goroutines feel
//
// The umask belongs to the process, with all its threads, goroutines and later
// children. It names the bits that creations do not get. A program may set a
// tight one, once, in main, before it does anything else; what needs another
// mode says so at its creation, or with chmod afterwards.
//
// Silent: a umask like 022, 027 or 077 in a program; one that is set only in a
// thread that left the process's state (unshare(CLONE_FS)), in a function
// registered for re-executed children, or right before exec; a function that
// returns the way back, or sets what it is told and returns the old mask: then
// its callers are judged; tests.
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
//	changes the umask of the process to 0000 while packages are initialised:
//	every program that imports this package gets it, also its other packages
//	and its children; set it in main, or give the mode at each creation
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
//	umask 0000 lets every user write to whatever the process creates from here
//	on: 2 creations here and in what it imports leave it to the umask
//	(lib.go:10, lib.go:13); keep 0022 or less, and give a wider mode where it
//	is needed
//
// A note in a function that locks its process into a chroot or namespace: a
// helper of a sandbox must keep the modes that it is told. CWE-276.
//
// # chmod-style-umask
//
//	syscall.Umask(0o644)
//
// chmod names what to give, umask what to take:
//
//	0644 is a mode, and a umask names the bits to take away: new files get 0022
//	and directories 0133; for files with mode 0644 set the umask 0022
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
//	the umask belongs to the whole process: until it is put back at line 26,
//	what other goroutines create gets modes by 0000, and two such windows at
//	once can leave the process there for ever; locking the thread does not
//	help; give the mode at the creation itself
//
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
//	a return before line 36 leaves the umask of the process at 0077 for ever;
//	put it back with defer
//
// Also in a library that drops the old mask. CWE-459.
//
// # umask-in-library
//
//	package lib
//	func Setup() { syscall.Umask(0o022) }
//
//	Setup is a library function and changes the umask of the whole process to
//	0022: the caller's other goroutines and later children get it too; leave it
//	to the program, and give the mode at each creation
//
// Packages below cmd are taken for parts of a program. CWE-276.
//
// # umask-read
//
//	old := syscall.Umask(0)
//	syscall.Umask(old)
//
//	the umask is set to 0000 only to read it: what another goroutine creates
//	meanwhile gets a mode by that, and two such reads at once can leave the
//	process there for ever; read Umask in /proc/thread-self/status, or ask once
//	in main before anything else runs
//
// A note where the mask in between takes at least 022. The fix with -helpers
// is safecreate.Umask. CWE-362.
package umask

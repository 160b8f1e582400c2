// Package cloexec finds descriptors that children inherit.
//
// # Analyzer cloexec
//
// cloexec: find descriptors and handles that child processes inherit
//
// A child gets every descriptor of its parent that is not close-on-exec, and
// with it whatever the parent could reach: runc's leaked directory descriptor
// let containers out (CVE-2024-21626, CWE-403). Packages os and net set the
// flag always. The system calls of packages syscall and x/sys/unix set it only
// when they are told to, each by a flag or a sibling of its own.
//
// The check follows flag words rather than their spelling, and descriptors
// through variables, fields, wrappers and packages: a flag that is added
// before the call or inside a wrapper counts, and a wrapper that takes its
// flags from its callers is judged at each of them. It knows what a descriptor
// is (a directory, an O_PATH or mount descriptor, a device, a socket), how long
// it lives (closed on every path, stored, returned, used by a goroutine),
// whether its number is passed to the program that is executed next, and whether
// the package, or what it imports, starts children at all. That it is given to a
// child (ExtraFiles, Stdin, ProcAttr.Files) excuses nothing: that child gets a
// duplicate, and every other child the original.
//
// Silent are: calls whose descriptors the kernel always marks (pidfd, io_uring,
// landlock, bpf and others), the pattern with syscall.ForkLock, Dup2 and Dup3
// onto the standard three, and test code, but for wrong constants.
//
// # missing-cloexec
//
//	fd, err := unix.Open(dir, unix.O_PATH, 0)
//	t.root = fd
//
//	error: unix.Open without O_CLOEXEC: every child inherits the O_PATH
//	descriptor, which is stored and stays open; add unix.O_CLOEXEC
//
// An error when the descriptor is sensitive or lives on in a program that
// starts children; a warning when it is closed on every path before the function
// itself starts one, since any goroutine can fork in between. A note when nothing
// here or in what is imported starts children, and for event descriptors that are
// closed soon.
//
// The fix adds the flag, or calls the sibling that takes it, where every
// system that the file is built for has it. Where one has not (darwin lacks
// SOCK_CLOEXEC, Pipe2 and Accept4) it holds syscall.ForkLock until CloseOnExec
// was called. A call that waits for a peer gets no such fix: children could not
// be started meanwhile.
//
// # cloexec-race
//
//	fd, err := unix.Socket(unix.AF_UNIX, unix.SOCK_STREAM, 0)
//	unix.CloseOnExec(fd)
//
//	warning: close-on-exec is set only after unix.Socket returned: a child
//	that another goroutine starts in between inherits the socket; add
//	unix.SOCK_CLOEXEC
//
// With an exec.Command beside it, a quarter of the children got the socket.
//
// # wrong-cloexec-constant
//
//	unix.Open(p, unix.O_RDONLY|unix.FD_CLOEXEC, 0)
//
//	error: FD_CLOEXEC is not the close-on-exec flag of unix.Open: its value
//	0x1 means something else here, and every child inherits the descriptor;
//	use O_CLOEXEC
//
// FD_CLOEXEC belongs to F_SETFD alone; in open flags it is O_WRONLY. Constants
// that have the same value on this system are not reported.
//
// # cleared-cloexec
//
//	unix.FcntlInt(listener.Fd(), unix.F_SETFD, 0)
//
//	warning: unix.FcntlInt clears close-on-exec but no exec follows:
//	every child that any goroutine starts inherits the descriptor; pass it to
//	the one child in ExtraFiles
//
// # rights-without-cloexec
//
//	_, n, _, _, err := unix.Recvmsg(s, buf, oob, 0)
//	fds, err := unix.ParseUnixRights(&msgs[0])
//
//	warning: unix.Recvmsg without MSG_CMSG_CLOEXEC: every child inherits the
//	descriptors that another process sends; add MSG_CMSG_CLOEXEC
//
// # inherited-not-marked
//
//	l, err := net.FileListener(os.NewFile(3, "listener"))
//
//	warning: os.NewFile wraps an inherited file descriptor, which has no
//	close-on-exec: it goes on to every child of this process; call CloseOnExec
//	on it first
//
// FileListener duplicates the descriptor; the one that was inherited stays
// open. Reported for constants above 2, numbers counted from one, and numbers
// from the environment or the arguments, unless the file is closed or marked.
//
// # windows-inheritable
//
//	sa := windows.SecurityAttributes{InheritHandle: 1}
//	windows.CreateFile(p, windows.GENERIC_READ, 0, &sa, windows.OPEN_EXISTING, 0, 0)
//
//	warning: windows.CreateFile makes an inheritable handle (InheritHandle is
//	set): every child started with inheritance on gets it; leave it off and
//	list the handle in SysProcAttr.AdditionalInheritedHandles of the one child
//
// Limits: whether children are started is known of the package and what it imports,
// not of the programs that import it. Flags that cannot be known are not
// judged, nor are descriptors made by cgo. A descriptor that is inherited on
// purpose by other means than those above needs
//
//	//permvet:ignore cloexec the helper is told the number in its arguments
//
// Sources: open(2), fcntl(2), socket(2), the sources of package syscall, and
// a test that makes each descriptor and lists what a child got.
package cloexec

//go:build unix

package cloexec

import "syscall"

// New runs f, which makes one descriptor, and marks it close-on-exec before any child
// can be started by Go: ForkLock is held for reading, then fcntl(F_SETFD) is called. It
// serves for what has no flag of its own; a child forked by C code meanwhile may
// inherit the descriptor. f must not block, because no child can be started meanwhile.
// An error of f is returned as it is, and its descriptor not touched.
func New(f func() (int, error)) (int, error) {
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	fd, err := f()
	if err == nil {
		syscall.CloseOnExec(fd)
	}
	return fd, err
}

// Dup is [syscall.Dup] without the inheritance: the copy is close-on-exec even if fd is
// not. One call, fcntl(F_DUPFD_CLOEXEC), on Linux, FreeBSD, NetBSD and DragonFly; dup
// under ForkLock on the other Unix systems.
func Dup(fd int) (int, error) { return dup(fd) }

// Socket is [syscall.Socket] with SOCK_CLOEXEC; on macOS, Solaris and AIX socket under
// ForkLock.
func Socket(domain, typ, proto int) (int, error) { return socket(domain, typ, proto) }

// Socketpair is [syscall.Socketpair] with SOCK_CLOEXEC for both ends; on macOS, Solaris
// and AIX socketpair under ForkLock.
func Socketpair(domain, typ, proto int) ([2]int, error) { return socketpair(domain, typ, proto) }

// Pipe is [syscall.Pipe] by pipe2(O_CLOEXEC) for both ends; on macOS, Solaris and AIX
// pipe under ForkLock. p must have length 2.
func Pipe(p []int) error { return pipe(p) }

// Accept is [syscall.Accept] by accept4(SOCK_CLOEXEC): the flag of the listener is not
// inherited by the connection. On macOS, Solaris and AIX it is set right after accept,
// without ForkLock, because accept may wait for ever; a child started at that instant
// may inherit the connection.
func Accept(fd int) (int, syscall.Sockaddr, error) { return accept(fd) }

// Open is [syscall.Open] with O_CLOEXEC, on every Unix system. perm is subject to the
// umask.
func Open(path string, mode int, perm uint32) (int, error) {
	return syscall.Open(path, mode|syscall.O_CLOEXEC, perm)
}

// Dup2 is [syscall.Dup2], which some ports lack: newfd, closed first if it was open, becomes
// a copy of oldfd, and close-on-exec. If the two are equal only the flag is set. One call,
// dup3(O_CLOEXEC), on Linux and fcntl(F_DUP2FD_CLOEXEC) on FreeBSD and DragonFly; dup2 under
// ForkLock on the other Unix systems.
//
// Children that package os/exec starts have their standard streams also where 0, 1 and 2 of
// this process are close-on-exec; a program that syscall.Exec becomes does not.
func Dup2(oldfd, newfd int) error {
	if oldfd == newfd {
		return setFlag(oldfd)
	}
	return dup2(oldfd, newfd)
}

// Recvmsg is [syscall.Recvmsg] for sockets through which descriptors are passed
// (SCM_RIGHTS): those received are close-on-exec, whatever the sender's are. By
// MSG_CMSG_CLOEXEC in one call where there is such a flag; on macOS, Solaris and AIX each is
// marked right after recvmsg, without ForkLock, because recvmsg may wait for ever.
// [syscall.ParseSocketControlMessage] and [syscall.ParseUnixRights] take them out of oob.
func Recvmsg(fd int, p, oob []byte, flags int) (n, oobn int, recvflags int, from syscall.Sockaddr, err error) {
	return recvmsg(fd, p, oob, flags)
}

// setFlag marks a descriptor that exists; [syscall.CloseOnExec] has no errors.
func setFlag(fd int) error {
	var st syscall.Stat_t
	if err := syscall.Fstat(fd, &st); err != nil {
		return err
	}
	syscall.CloseOnExec(fd)
	return nil
}

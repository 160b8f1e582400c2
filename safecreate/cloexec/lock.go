//go:build unix && !(linux || freebsd || netbsd || openbsd || dragonfly)

package cloexec

import "syscall"

func socket(domain, typ, proto int) (int, error) {
	return New(func() (int, error) { return syscall.Socket(domain, typ, proto) })
}

func socketpair(domain, typ, proto int) ([2]int, error) {
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	p, err := syscall.Socketpair(domain, typ, proto)
	if err == nil {
		syscall.CloseOnExec(p[0])
		syscall.CloseOnExec(p[1])
	}
	return p, err
}

func pipe(p []int) error {
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	err := syscall.Pipe(p)
	if err == nil {
		syscall.CloseOnExec(p[0])
		syscall.CloseOnExec(p[1])
	}
	return err
}

func accept(fd int) (int, syscall.Sockaddr, error) {
	n, sa, err := syscall.Accept(fd)
	if err == nil {
		syscall.CloseOnExec(n)
	}
	return n, sa, err
}

func recvmsg(fd int, p, oob []byte, flags int) (n, oobn int, recvflags int, from syscall.Sockaddr, err error) {
	n, oobn, recvflags, from, err = syscall.Recvmsg(fd, p, oob, flags)
	if err != nil || flags&syscall.MSG_PEEK != 0 {
		return
	}
	messages, e := syscall.ParseSocketControlMessage(oob[:oobn])
	if e != nil {
		return
	}
	for i := range messages {
		fds, _ := syscall.ParseUnixRights(&messages[i]) // no rights, no descriptors
		for _, fd := range fds {
			syscall.CloseOnExec(fd)
		}
	}
	return
}

//go:build linux || freebsd || netbsd || openbsd || dragonfly

package cloexec

import "syscall"

func socket(domain, typ, proto int) (int, error) {
	return syscall.Socket(domain, typ|syscall.SOCK_CLOEXEC, proto)
}

func socketpair(domain, typ, proto int) ([2]int, error) {
	return syscall.Socketpair(domain, typ|syscall.SOCK_CLOEXEC, proto)
}

func pipe(p []int) error { return syscall.Pipe2(p, syscall.O_CLOEXEC) }

func accept(fd int) (int, syscall.Sockaddr, error) {
	return syscall.Accept4(fd, syscall.SOCK_CLOEXEC)
}

func recvmsg(fd int, p, oob []byte, flags int) (n, oobn int, recvflags int, from syscall.Sockaddr, err error) {
	n, oobn, recvflags, from, err = syscall.Recvmsg(fd, p, oob, flags|syscall.MSG_CMSG_CLOEXEC)
	return n, oobn, recvflags &^ syscall.MSG_CMSG_CLOEXEC, from, err // Linux returns it
}

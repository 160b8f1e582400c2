//go:build linux

// Package m is the same source in each directory, judged for another system.
package m

import (
	"os/exec"
	"syscall"

	"golang.org/x/sys/unix"
)

func run() error { return exec.Command("true").Run() }

func Open(p string) (int, error) { return unix.Open(p, unix.O_RDONLY, 0) } // want `error: unix.Open without O_CLOEXEC`

func Socket() (int, error) {
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM, 0) // want `error: syscall.Socket without SOCK_CLOEXEC`
	if err != nil {
		return -1, err
	}
	return fd, nil
}

func Accept(l int) (int, error) {
	fd, _, err := unix.Accept(l) // want `error: unix.Accept cannot set close-on-exec: .* use Accept4 with SOCK_CLOEXEC`
	return fd, err
}

func AcceptMarked(l int) (int, error) {
	fd, _, err := unix.Accept(l) // want `warning: close-on-exec is set only after unix.Accept returned`
	if err == nil {
		unix.CloseOnExec(fd)
	}
	return fd, err
}

func Pipe(p []int) error {
	err := unix.Pipe(p) // want `unix.Pipe cannot set close-on-exec: .* use Pipe2 with O_CLOEXEC`
	return err
}

func Dup(fd int) (int, error) { return unix.Dup(fd) } // want `error: unix.Dup cannot .* use FcntlInt with F_DUPFD_CLOEXEC`

func Dup2(a, b *int) error { return unix.Dup2(*a, *b) }

func Receive(s int, oob []byte) ([]int, error) {
	_, n, _, _, err := unix.Recvmsg(s, nil, oob, 0) // want `warning: unix.Recvmsg without MSG_CMSG_CLOEXEC`
	if err != nil {
		return nil, err
	}
	msgs, err := unix.ParseSocketControlMessage(oob[:n])
	if err != nil {
		return nil, err
	}
	return unix.ParseUnixRights(&msgs[0])
}

//go:build linux

// Package race marks descriptors after they were made.
package race

import (
	"os/exec"
	"sync"
	"syscall"

	"golang.org/x/sys/unix"
)

func run() error { return exec.Command("true").Run() }

// Negatives that look like bugs.

func underLock() (int, error) {
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	fd, err := syscall.Open("/etc", syscall.O_RDONLY, 0)
	if err != nil {
		return -1, err
	}
	syscall.CloseOnExec(fd)
	return fd, nil
}

func onceMore(p string) (int, error) {
	fd, err := unix.Open(p, unix.O_CLOEXEC, 0)
	if err == nil {
		unix.CloseOnExec(fd)
	}
	return fd, err
}

func statusFlags(fd int) error {
	flags, err := unix.FcntlInt(uintptr(fd), unix.F_GETFL, 0)
	if err != nil {
		return err
	}
	_, err = unix.FcntlInt(uintptr(fd), unix.F_SETFL, flags|unix.O_NONBLOCK)
	return err
}

func notOurs(fds []int) {
	for _, fd := range fds {
		syscall.CloseOnExec(fd)
	}
}

// Positives.

func after() (int, error) {
	fd, err := unix.Socket(unix.AF_UNIX, unix.SOCK_STREAM, 0) // want `warning: close-on-exec is set only after unix.Socket returned: a child forked concurrently inherits the socket; add unix.SOCK_CLOEXEC`
	if err != nil {
		return -1, err
	}
	unix.CloseOnExec(fd)
	return fd, nil
}

var mu sync.RWMutex

func otherLock() (int, error) {
	mu.RLock()
	defer mu.RUnlock()
	fd, err := unix.Dup(0) // want `warning: close-on-exec is set only after unix.Dup returned`
	if err == nil {
		unix.CloseOnExec(fd)
	}
	return fd, err
}

func unlockedTooEarly() (int, error) {
	syscall.ForkLock.RLock()
	fd, err := unix.EpollCreate1(0) // want `warning: close-on-exec is set only after unix.EpollCreate1 returned`
	syscall.ForkLock.RUnlock()
	if err == nil {
		unix.CloseOnExec(fd)
	}
	return fd, err
}

func pair() ([2]int, error) {
	p, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM, 0) // want `warning: close-on-exec is set only after unix.Socketpair returned`
	if err != nil {
		return p, err
	}
	for _, fd := range p {
		if _, err := unix.FcntlInt(uintptr(fd), unix.F_SETFD, unix.FD_CLOEXEC); err != nil {
			return p, err
		}
	}
	return p, nil
}

func open(p string) (int, error) { return syscall.Open(p, syscall.O_RDONLY, 0) } // want `warning: close-on-exec is set only after syscall.Open returned`

func markedByCaller(p string) (int, error) {
	fd, err := open(p)
	if err == nil {
		syscall.CloseOnExec(fd)
	}
	return fd, err
}

func accepted(l int) (int, error) {
	fd, _, err := unix.Accept(l) // want `warning: close-on-exec is set only after unix.Accept returned: .*; use Accept4 with SOCK_CLOEXEC`
	if err == nil {
		unix.CloseOnExec(fd)
	}
	return fd, err
}

//go:build linux

// Package nofix makes descriptors for which there is no simple edit.
package nofix

import (
	"os/exec"
	"syscall"

	"golang.org/x/sys/unix"
)

func run() error { return exec.Command("true").Run() }

func filter() (int, error) { return syscall.LsfSocket(1, 0) } // want `syscall.LsfSocket cannot set close-on-exec: .* use Socket with SOCK_CLOEXEC`

func creat(name *byte) (uintptr, error) {
	fd, _, errno := syscall.Syscall(syscall.SYS_EPOLL_CREATE, 1, 0, 0) // want `SYS_EPOLL_CREATE cannot set close-on-exec: .* use SYS_EPOLL_CREATE1 with EPOLL_CLOEXEC`
	if errno != 0 {
		return 0, errno
	}
	return fd, nil
}

func clone(s int) (*unix.KCMClone, error) {
	return unix.IoctlKCMClone(s) // want `unix.IoctlKCMClone cannot set close-on-exec: .* hold syscall.ForkLock`
}

func inCondition() int {
	if fd, err := unix.IoctlKCMClone(3); err == nil { // want `unix.IoctlKCMClone cannot set close-on-exec`
		return int(fd.Fd)
	}
	return -1
}

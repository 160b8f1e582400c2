//go:build freebsd || dragonfly

package cloexec

import "syscall"

func dup2(oldfd, newfd int) error {
	_, _, errno := syscall.Syscall(syscall.SYS_FCNTL, uintptr(oldfd), syscall.F_DUP2FD_CLOEXEC, uintptr(newfd))
	if errno != 0 {
		return errno
	}
	return nil
}

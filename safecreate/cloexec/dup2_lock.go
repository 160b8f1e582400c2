//go:build darwin || netbsd || openbsd || aix

package cloexec

import "syscall"

func dup2(oldfd, newfd int) error {
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	err := syscall.Dup2(oldfd, newfd)
	if err == nil {
		syscall.CloseOnExec(newfd)
	}
	return err
}

//go:build freebsd || darwin || openbsd || netbsd || dragonfly

package safecreate

import "syscall"

func dup(from, to int) error {
	if to <= 2 {
		return syscall.Dup2(from, to)
	}
	syscall.ForkLock.RLock() // nobody forks before it is close-on-exec
	defer syscall.ForkLock.RUnlock()
	err := syscall.Dup2(from, to)
	if err == nil {
		syscall.CloseOnExec(to)
	}
	return err
}

//go:build unix && !linux

package cloexec

import "syscall"

const maxNumbers = 1 << 20 // where there is no limit

func markFrom(first int) error {
	if first < 0 {
		return syscall.EINVAL
	}
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		return err
	}
	for fd := first; fd < maxNumbers && uint64(fd) < uint64(limit.Cur); fd++ {
		syscall.CloseOnExec(fd)
	}
	return nil
}

//go:build unix && !linux

package cloexec

import "syscall"

const maxNumbers = 1 << 20 // where there is no limit

// From makes every descriptor from first on close-on-exec: what was inherited, or made by a
// library that does not know better; see the comment of the function for Linux.
//
// Order: getrlimit(RLIMIT_NOFILE), and fcntl(FD_CLOEXEC) for each number below the limit.
func From(first int) error {
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

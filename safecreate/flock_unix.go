//go:build unix && !aix && (!solaris || illumos)

package safecreate

import (
	"errors"
	"os"
	"syscall"
)

const haveFlock = true

// tryLock takes the exclusive lock of f or reports at once that another open file has
// it. It belongs to the open file, not to the process: two goroutines that open the
// same name exclude each other as two processes do.
func tryLock(f *os.File) (bool, error) {
	c, err := f.SyscallConn()
	if err != nil {
		return false, err
	}
	var lockErr error
	err = c.Control(func(fd uintptr) {
		for {
			lockErr = syscall.Flock(int(fd), syscall.LOCK_EX|syscall.LOCK_NB)
			if lockErr != syscall.EINTR {
				return
			}
		}
	})
	if err == nil {
		err = lockErr
	}
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return false, nil
	}
	return err == nil, os.NewSyscallError("flock", err)
}

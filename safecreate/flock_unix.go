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
func tryLock(f *os.File) (bool, error) { return flock(f, syscall.LOCK_EX|syscall.LOCK_NB) }

// tryShared takes the lock of f together with others who do that, or reports at once that
// somebody has it alone.
func tryShared(f *os.File) (bool, error) { return flock(f, syscall.LOCK_SH|syscall.LOCK_NB) }

func unlock(f *os.File) { flock(f, syscall.LOCK_UN) }

func flock(f *os.File, how int) (bool, error) {
	c, err := f.SyscallConn()
	if err != nil {
		return false, err
	}
	var lockErr error
	err = c.Control(func(fd uintptr) {
		for {
			lockErr = syscall.Flock(int(fd), how)
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

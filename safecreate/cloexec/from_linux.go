package cloexec

import (
	"math"
	"os"
	"runtime"
	"strconv"
	"strings"
	"syscall"
)

const closeRangeCloexec = 1 << 2

func markFrom(first int) error {
	if first < 0 {
		return syscall.EINVAL
	}
	_, _, errno := syscall.Syscall(sysCloseRange(runtime.GOARCH), uintptr(first), math.MaxUint32, closeRangeCloexec)
	switch errno {
	case 0:
		return nil
	case syscall.ENOSYS, syscall.EINVAL, syscall.EPERM: // an old kernel, or a filter that does not know the call
		return markListed(first)
	}
	return os.NewSyscallError("close_range", errno)
}

// markListed marks what /proc lists.
func markListed(first int) error {
	list, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return err
	}
	for _, entry := range list {
		if fd, err := strconv.Atoi(entry.Name()); err == nil && fd >= first {
			syscall.CloseOnExec(fd)
		}
	}
	return nil
}

// sysCloseRange is the number of close_range(2), which package syscall does not know. It is
// the same everywhere but for the offset of the three MIPS interfaces.
func sysCloseRange(goarch string) uintptr {
	switch {
	case strings.HasPrefix(goarch, "mips64"):
		return 5436
	case strings.HasPrefix(goarch, "mips"):
		return 4436
	}
	return 436
}

package cloexec

import (
	"os"
	"runtime"
	"strconv"
	"syscall"
)

const (
	closeRangeCloexec = 1 << 2
	largestDescriptor = 1<<31 - 1
)

// From makes every descriptor from first on close-on-exec: what was inherited, or made by a
// library that does not know better. A program that starts others calls it once, right
// before it starts them or, where it means to inherit nothing, when it begins:
//
//	err := cloexec.From(3)
//
// Descriptors that are made meanwhile by other threads may escape it; it is a net below the
// other functions of this package, not in their place.
//
// Order: close_range(first, ~0, CLOSE_RANGE_CLOEXEC); where the kernel lacks it (before
// 5.11) fcntl(FD_CLOEXEC) of each entry in /proc/self/fd. Other Unix systems:
// getrlimit(RLIMIT_NOFILE), and fcntl for each number below the limit.
func From(first int) error {
	if first < 0 {
		return syscall.EINVAL
	}
	_, _, errno := syscall.Syscall(closeRangeNumber(), uintptr(first), largestDescriptor, closeRangeCloexec)
	if errno == 0 {
		return nil
	}
	return fromProc(first)
}

// closeRangeNumber is that of close_range, which is the same on every architecture but MIPS,
// where each convention has its own beginning.
func closeRangeNumber() uintptr {
	const number = 436
	switch runtime.GOARCH {
	case "mips", "mipsle":
		return 4000 + number
	case "mips64", "mips64le":
		return 5000 + number
	}
	return number
}

func fromProc(first int) error {
	dir, err := os.Open("/proc/self/fd")
	if err != nil {
		return err
	}
	defer dir.Close()
	names, err := dir.Readdirnames(-1)
	if err != nil {
		return err
	}
	for _, name := range names {
		if fd, err := strconv.Atoi(name); err == nil && fd >= first {
			syscall.CloseOnExec(fd)
		}
	}
	return nil
}

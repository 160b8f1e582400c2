//go:build linux

// Package zero makes files that nobody can open, on purpose or not.
package zero

import (
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// target is what something is mounted on.
func target(dir int, name string) (int, error) {
	return openat(dir, name, unix.O_CREAT|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0o000)
}

func openat(dir int, name string, flags int, mode uint32) (int, error) {
	return unix.Openat(dir, name, flags, mode)
}

// extract opens the file to others when its contents are complete.
func extract(dir int, name string) (*os.File, error) {
	fd, err := openat(dir, name, unix.O_CREAT|unix.O_EXCL|unix.O_WRONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(fd), name), nil
}

func publish(f *os.File, mode uint32) error { return syscall.Fchmod(int(f.Fd()), mode&0o777) }

// found may have been made with mode 0, and is not made by this call alone.
func found(dir int, name string) (int, error) {
	return openat(dir, name, unix.O_CREAT|unix.O_WRONLY|unix.O_CLOEXEC, 0) // want `^error: zero.openat creates a file with mode 0: .* \(filemode/mode-missing\)$`
}

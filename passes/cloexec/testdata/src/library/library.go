//go:build linux

// Package library starts no child; who imports it may.
package library

import "golang.org/x/sys/unix"

type Queue struct{ fd int }

func NewQueue() (*Queue, error) {
	fd, err := unix.EpollCreate1(0) // want `note: unix.EpollCreate1 without EPOLL_CLOEXEC`
	if err != nil {
		return nil, err
	}
	return &Queue{fd}, nil
}

func Open(p string) (int, error) {
	return unix.Open(p, unix.O_RDONLY, 0) // want `warning: unix.Open without O_CLOEXEC: every child inherits the descriptor, which is returned`
}

// OpenFlags leaves the flags to its callers.
func OpenFlags(p string, flags int) (int, error) { return unix.Open(p, flags, 0) }

// OpenCloexec adds the flag whatever its callers give.
func OpenCloexec(dir int, p string, flags int, mode uint32) (int, error) {
	return unix.Openat(dir, p, flags|unix.O_CLOEXEC, mode)
}

// Retry passes flags on twice.
func Retry(p string, flags int) (fd int, err error) {
	for range 3 {
		if fd, err = OpenFlags(p, flags); err != unix.EINTR {
			break
		}
	}
	return fd, err
}

// Modes as others name them.
const (
	ReadMode  = unix.O_RDONLY | unix.O_CLOEXEC
	WriteMode = unix.O_WRONLY
)

// Clear makes a descriptor inheritable.
func Clear(fd uintptr) error {
	_, err := unix.FcntlInt(fd, unix.F_SETFD, 0)
	return err
}

// Mark makes it close-on-exec.
func Mark(fd int) { unix.CloseOnExec(fd) }

// Listener adopts a descriptor that the caller chose.
func Drop(fd int) error { return unix.Close(fd) }

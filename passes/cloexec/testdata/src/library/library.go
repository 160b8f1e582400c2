//go:build linux

// Package library starts no child; who imports it may.
package library

import (
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

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

// Drop closes a descriptor.
func Drop(fd int) error { return unix.Close(fd) }

// Quiet takes off what its callers should not give.
func Quiet(p string, flags int) (int, error) {
	return unix.Open(p, flags&^unix.O_WRONLY|unix.O_CLOEXEC, 0)
}

// Receive reads a message with its callers' flags.
func Receive(s int, oob []byte, flags int) (int, error) {
	_, n, _, _, err := unix.Recvmsg(s, nil, oob, flags)
	return n, err
}

// Message reads a message; who reads descriptors out of it is told.
func Message(s int, oob []byte) (int, error) { return Receive(s, oob, 0) }

// Marked reads a message with descriptors.
func Marked(s int, oob []byte) (int, error) { return Receive(s, oob, unix.MSG_CMSG_CLOEXEC) }

// Descriptors reads descriptors out of a control message.
func Descriptors(oob []byte) ([]int, error) {
	msgs, err := unix.ParseSocketControlMessage(oob)
	if err != nil {
		return nil, err
	}
	return unix.ParseUnixRights(&msgs[0])
}

func plain(s int, oob []byte) (int, error) {
	return Receive(s, oob, 0) // want `warning: library.Receive without MSG_CMSG_CLOEXEC`
}

// Accept is wrong by itself; its callers are not told again.
func Accept(s int, oob []byte) ([]int, error) {
	n, err := plain(s, oob)
	if err != nil {
		return nil, err
	}
	return Descriptors(oob[:n])
}

// Adopt makes a file of a descriptor that the caller chose.
func Adopt(fd uintptr, name string) *os.File { return os.NewFile(fd, name) }

// AdoptMarked takes care that it goes no further.
func AdoptMarked(fd int, name string) *os.File {
	unix.CloseOnExec(fd)
	return os.NewFile(uintptr(fd), name)
}

// Number is the descriptor that the parent has left.
func Number() int {
	n, _ := strconv.Atoi(os.Getenv("NOTIFY_FD"))
	return n
}

// OpenHow is told in a structure.
func OpenHow(dir int, p string, how *unix.OpenHow) (int, error) { return unix.Openat2(dir, p, how) }

//go:build linux

package main

import (
	"os"
	"path/filepath"
	"strconv"
	"unsafe"

	"golang.org/x/sys/unix"
)

// temp returns a name that nothing has yet.
func temp() string {
	dir, err := os.MkdirTemp("", "permvet-proof")
	if err != nil {
		return "/nonexistent/directory"
	}
	return filepath.Join(dir, "file")
}

// pending returns a listening socket with a connection to accept.
func pending() (int, error) {
	l, err := unix.Socket(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return -1, err
	}
	addr := &unix.SockaddrUnix{Name: "@permvet-proof-" + strconv.Itoa(os.Getpid())}
	if err := unix.Bind(l, addr); err != nil {
		return -1, err
	}
	if err := unix.Listen(l, 1); err != nil {
		return -1, err
	}
	c, err := unix.Socket(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return -1, err
	}
	return l, unix.Connect(c, addr)
}

// sent returns a socket to which a descriptor was sent.
func sent() (int, error) {
	pair, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return -1, err
	}
	return pair[0], unix.Sendmsg(pair[1], []byte{0}, unix.UnixRights(1), nil, 0)
}

// first returns the first descriptor of a control message.
func first(oob []byte) (int, error) {
	msgs, err := unix.ParseSocketControlMessage(oob)
	if err != nil || len(msgs) == 0 {
		return -1, errNoRights
	}
	fds, err := unix.ParseUnixRights(&msgs[0])
	if err != nil || len(fds) == 0 {
		return -1, errNoRights
	}
	return fds[0], nil
}

// event returns the descriptor in the first event of a watch on a new file.
func event(watch int) (int, error) {
	dir := filepath.Dir(temp())
	if err := unix.FanotifyMark(watch, unix.FAN_MARK_ADD, unix.FAN_OPEN|unix.FAN_EVENT_ON_CHILD, unix.AT_FDCWD, dir); err != nil {
		return -1, err
	}
	if err := os.WriteFile(filepath.Join(dir, "file"), nil, 0o600); err != nil {
		return -1, err
	}
	buf := make([]byte, 4096)
	n, err := unix.Read(watch, buf)
	if err != nil || n < int(unsafe.Sizeof(unix.FanotifyEventMetadata{})) {
		return -1, err
	}
	return int((*unix.FanotifyEventMetadata)(unsafe.Pointer(&buf[0])).Fd), nil
}

//go:build linux

package lib

import (
	"net"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// Lock takes the lock that belongs to a path.
func Lock(path string) error {
	f, err := os.OpenFile(path+".lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
}

// Bind makes a socket with a file at path.
func Bind(path string) (int, error) {
	fd, err := unix.Socket(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return -1, err
	}
	if err := unix.Bind(fd, &unix.SockaddrUnix{Name: path}); err != nil {
		unix.Close(fd)
		return -1, err
	}
	return fd, nil
}

// Abstract makes a socket without a file.
func Abstract(name string) (int, error) { return Bind("@" + name) }

// Unlink removes the listener's file when it is closed.
func Unlink(l net.Listener) {
	if u, ok := l.(*net.UnixListener); ok {
		u.SetUnlinkOnClose(true)
	}
}

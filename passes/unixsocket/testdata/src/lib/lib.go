// Package lib wraps listening.
package lib

import (
	"net"
	"os"
	"syscall"
)

// Open listens at a path that its caller chooses.
func Open(path string) (net.Listener, error) { return net.Listen("unix", path) }

// Publish gives a socket its mode.
func Publish(path string, mode os.FileMode) error { return os.Chmod(path, mode) }

// Serve listens and sets the mode that its caller chooses.
func Serve(path string, mode os.FileMode) (net.Listener, error) {
	l, err := net.Listen("unix", path) // want `^warning: net.Listen makes this socket with mode 0777 less the umask and line 22 gives it the mode that it is meant to have: until then the umask alone decides`
	if err != nil {
		return nil, err
	}
	return l, os.Chmod(path, mode)
}

// Narrow keeps others out of what is made from now on.
func Narrow() { syscall.Umask(0o077) }

// Mask sets the umask and returns the old one.
func Mask(mask int) int { return syscall.Umask(mask) }

// Fchmod changes the mode of a socket.
func Fchmod(l *net.UnixListener, mode uint32) error {
	rc, err := l.SyscallConn()
	if err != nil {
		return err
	}
	return rc.Control(func(fd uintptr) { err = syscall.Fchmod(int(fd), mode) })
}

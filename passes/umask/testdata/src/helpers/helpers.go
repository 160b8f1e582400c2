// Package helpers has findings that the companion library mends.
package helpers

import (
	"net"
	"os"
	"syscall"
)

func mkdir(p string) error {
	old := syscall.Umask(0) // want `umask-window`
	defer syscall.Umask(old)
	return os.MkdirAll(p, 0o770)
}

func short(p string) error {
	defer syscall.Umask(syscall.Umask(0)) // want `umask-window`
	return os.Mkdir(p, 0o750)
}

func listen(p string) (net.Listener, error) {
	old := syscall.Umask(0o007) // want `umask-window`
	l, err := net.Listen("unix", p)
	syscall.Umask(old)
	return l, err
}

// told uses the old mask for something else: nothing is offered.
func told(p string) (int, error) {
	old := syscall.Umask(0) // want `umask-window`
	err := os.Mkdir(p, 0o777)
	syscall.Umask(old)
	return old, err
}

func read() int {
	old := syscall.Umask(0) // want `umask-read`
	syscall.Umask(old)
	return old
}

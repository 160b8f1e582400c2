//go:build linux

// Package unlinks decides about the file of a listener made from a descriptor.
package unlinks

import (
	"net"
	"os"

	"golang.org/x/sys/unix"
)

func listener(fd int, path string) (net.Listener, error) {
	if err := unix.Bind(fd, &unix.SockaddrUnix{Name: path}); err != nil {
		return nil, err
	}
	l, err := net.FileListener(os.NewFile(uintptr(fd), path))
	if err != nil {
		return nil, err
	}
	l.(*net.UnixListener).SetUnlinkOnClose(true)
	return l, nil
}

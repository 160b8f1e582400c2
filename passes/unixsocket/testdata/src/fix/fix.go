//go:build linux

// Package fix: the mode is set before bind.
package fix

import (
	"net"
	"os"
)

func listen(path string) (net.Listener, error) {
	l, err := net.Listen("unix", path) // want "listen-then-chmod"
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(path, 0o660); err != nil {
		l.Close()
		return nil, err
	}
	return l, nil
}

// The mode is only known when the program runs.
func chosen(path string, mode os.FileMode) {
	net.Listen("unix", path) // want "listen-then-chmod"
	os.Chmod(path, mode)
}

// An address has no room for a hook.
func address(path string) {
	net.ListenUnix("unix", &net.UnixAddr{Name: path}) // want "listen-then-chmod"
	os.Chmod(path, 0o600)
}

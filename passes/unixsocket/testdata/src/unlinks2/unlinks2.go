//go:build linux

// Package unlinks2 lets another package decide about the file.
package unlinks2

import (
	"net"
	"os"

	"github.com/permvet/permvet/passes/unixsocket/testdata/src/lib"
)

func listener(path string) (net.Listener, error) {
	fd, err := lib.Bind(path)
	if err != nil {
		return nil, err
	}
	l, err := net.FileListener(os.NewFile(uintptr(fd), path))
	if err != nil {
		return nil, err
	}
	lib.Unlink(l)
	return l, nil
}

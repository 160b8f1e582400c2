//go:build !linux && !freebsd

package safecreate

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"
)

// Control is for [net.ListenConfig].Control. On this system a socket has no mode before
// bind: unix networks fail with [errors.ErrUnsupported], the others are left alone.
func Control(perm fs.FileMode) func(network, address string, c syscall.RawConn) error {
	return func(network, _ string, _ syscall.RawConn) error {
		if !isUnixNetwork(network) {
			return nil
		}
		return setSocketMode(-1, perm)
	}
}

func setSocketMode(int, fs.FileMode) error {
	return fmt.Errorf("a mode for sockets: %w", errors.ErrUnsupported)
}

//go:build linux || freebsd

package safecreate

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
)

// Control is for [net.ListenConfig].Control: it gives the socket file that ListenConfig
// makes the mode perm less the umask. That is never wider than perm, but, unlike
// [Listen], neither exact nor free of other starters and stale sockets; it serves where
// the listener has to come from a ListenConfig.
//
// Order: fchmod(perm) of the socket before bind, which makes the file with the socket's
// mode. Other networks are left alone. Errors: [ErrBadPerm]; [ErrAbstract] for addresses
// without a file; on FreeBSD before its bind honours the mode, and on all systems but
// Linux and FreeBSD, [errors.ErrUnsupported]. Nothing is bound then.
func Control(perm fs.FileMode) func(network, address string, c syscall.RawConn) error {
	return func(network, address string, c syscall.RawConn) error {
		if _, err := socketCall(network, address, perm, nil); err != nil || !isUnixNetwork(network) {
			return cause(err)
		}
		var modeErr error
		err := c.Control(func(fd uintptr) { modeErr = setSocketMode(int(fd), perm) })
		if err == nil {
			err = modeErr
		}
		return err
	}
}

// setSocketMode sets the mode with which bind makes the file.
func setSocketMode(fd int, perm fs.FileMode) error {
	err := syscall.Fchmod(fd, uint32(perm.Perm()))
	if errors.Is(err, syscall.EINVAL) {
		return fmt.Errorf("a mode for sockets: %w", errors.ErrUnsupported)
	}
	return os.NewSyscallError("fchmod", err)
}

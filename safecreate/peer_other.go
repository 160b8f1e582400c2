//go:build !linux

package safecreate

import (
	"errors"
	"net"
)

// PeerCred fails with [errors.ErrUnsupported] on this system.
func PeerCred(c *net.UnixConn) (Peer, error) {
	return Peer{}, &net.OpError{Op: "peercred", Net: "unix", Addr: c.LocalAddr(), Err: errors.ErrUnsupported}
}

package safecreate

import (
	"errors"
	"net"
)

// Owned fails with [errors.ErrUnsupported]: Plan 9 has no socket files.
func Owned(*net.UnixListener) (net.Listener, error) { return nil, errors.ErrUnsupported }

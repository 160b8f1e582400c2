//go:build !unix && !plan9

package cloexec

import (
	"errors"
	"syscall"
)

// Accept fails with [errors.ErrUnsupported]. (On Plan 9, which has no syscall.Sockaddr,
// it does not exist.)
func Accept(fd int) (int, syscall.Sockaddr, error) { return -1, nil, errors.ErrUnsupported }

// Recvmsg fails with [errors.ErrUnsupported], and does not exist where Accept does not.
func Recvmsg(fd int, p, oob []byte, flags int) (n, oobn int, recvflags int, from syscall.Sockaddr, err error) {
	return 0, 0, 0, nil, errors.ErrUnsupported
}

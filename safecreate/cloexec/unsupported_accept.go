//go:build !unix && !plan9

package cloexec

import (
	"errors"
	"syscall"
)

// Accept fails with [errors.ErrUnsupported]. (On Plan 9, which has no syscall.Sockaddr,
// it does not exist.)
func Accept(fd int) (int, syscall.Sockaddr, error) { return -1, nil, errors.ErrUnsupported }

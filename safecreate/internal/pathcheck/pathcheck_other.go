//go:build !unix

package pathcheck

import (
	"errors"
	"io/fs"
)

// Check fails with [errors.ErrUnsupported]: owners and modes do not decide here.
func Check(path string, ours ...int) error {
	return &fs.PathError{Op: "check", Path: path, Err: errors.ErrUnsupported}
}

//go:build !unix

package safecreate

import (
	"errors"
	"io/fs"
)

// Umask fails with [errors.ErrUnsupported]: this system has no umask.
func Umask() (fs.FileMode, error) { return 0, errors.ErrUnsupported }

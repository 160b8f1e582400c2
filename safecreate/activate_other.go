//go:build !unix

package safecreate

import (
	"errors"
	"os"
)

// Activated fails with [errors.ErrUnsupported] on this system.
func Activated() ([]*os.File, error) { return nil, errors.ErrUnsupported }

//go:build !unix || aix || (solaris && !illumos)

package safecreate

import (
	"errors"
	"io/fs"
	"os"
)

var errHeld error // never needed: nothing is held

type heldFile struct{}

func hold(*os.File) (*heldFile, error)       { return nil, errors.ErrUnsupported }
func (*heldFile) release(func() error) error { return fs.ErrClosed }

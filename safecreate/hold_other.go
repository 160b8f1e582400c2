//go:build !unix || aix || (solaris && !illumos)

package safecreate

import (
	"errors"
	"io/fs"
	"os"
)

var errHeld error // never needed: nothing is held

type heldFile struct{}

func hold(*os.File, fs.FileInfo) (*heldFile, error) { return nil, errors.ErrUnsupported }
func (*heldFile) release(string) error              { return fs.ErrClosed }

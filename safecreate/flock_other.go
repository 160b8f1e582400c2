//go:build !unix || aix || (solaris && !illumos)

package safecreate

import (
	"errors"
	"os"
)

const haveFlock = false

func tryLock(*os.File) (bool, error)   { return false, errors.ErrUnsupported }
func tryShared(*os.File) (bool, error) { return false, errors.ErrUnsupported }
func unlock(*os.File)                  {}

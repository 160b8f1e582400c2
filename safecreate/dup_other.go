//go:build !linux && !freebsd && !darwin && !openbsd && !netbsd && !dragonfly

package safecreate

import "errors"

func dup(int, int) error { return errors.ErrUnsupported }

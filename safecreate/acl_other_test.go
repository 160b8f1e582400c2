//go:build unix && !linux

package safecreate

import "errors"

func setDefaultACL(string) error { return errors.ErrUnsupported }

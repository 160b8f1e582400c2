//go:build !unix

package cloexec

import "errors"

// From fails with [errors.ErrUnsupported] on this system.
func From(first int) error { return errors.ErrUnsupported }

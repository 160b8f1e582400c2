package cloexec

import "errors"

// Package syscall has no dup2 here.
func dup2(oldfd, newfd int) error { return errors.ErrUnsupported }

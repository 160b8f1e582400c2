//go:build !unix

package cloexec

import "errors"

// New fails with [errors.ErrUnsupported]; f is not called.
func New(f func() (int, error)) (int, error) { return -1, errors.ErrUnsupported }

// Dup fails with [errors.ErrUnsupported].
func Dup(fd int) (int, error) { return -1, errors.ErrUnsupported }

// Socket fails with [errors.ErrUnsupported].
func Socket(domain, typ, proto int) (int, error) { return -1, errors.ErrUnsupported }

// Socketpair fails with [errors.ErrUnsupported].
func Socketpair(domain, typ, proto int) ([2]int, error) {
	return [2]int{-1, -1}, errors.ErrUnsupported
}

// Pipe fails with [errors.ErrUnsupported].
func Pipe(p []int) error { return errors.ErrUnsupported }

// Open fails with [errors.ErrUnsupported].
func Open(path string, mode int, perm uint32) (int, error) { return -1, errors.ErrUnsupported }

// Dup2 fails with [errors.ErrUnsupported].
func Dup2(oldfd, newfd int) error { return errors.ErrUnsupported }

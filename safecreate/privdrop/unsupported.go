//go:build !unix

package privdrop

import "errors"

var (
	// ErrRoot is never returned on this system.
	ErrRoot = errors.New("privdrop: uid, gid and groups must be greater than 0")
	// ErrIncomplete is never returned on this system.
	ErrIncomplete = errors.New("privdrop: privileges were not given up completely")
)

// To fails with [errors.ErrUnsupported].
func To(uid, gid int, groups []int) error { return errors.ErrUnsupported }

// Chroot fails with [errors.ErrUnsupported].
func Chroot(dir string) error { return errors.ErrUnsupported }

// NoNewPrivs fails with [errors.ErrUnsupported].
func NoNewPrivs() error { return errors.ErrUnsupported }

//go:build !unix

package privdrop

import "errors"

// To fails with [errors.ErrUnsupported].
func To(uid, gid int, groups []int, opts ...Option) error { return errors.ErrUnsupported }

// Chroot fails with [errors.ErrUnsupported].
func Chroot(dir string, ours ...int) error { return errors.ErrUnsupported }

// NoNewPrivs fails with [errors.ErrUnsupported].
func NoNewPrivs() error { return errors.ErrUnsupported }

// A User is whom a process becomes; there are none with numbers on this system.
type User struct {
	Name     string
	UID, GID int
	Groups   []int
	Home     string
}

// Lookup fails with [errors.ErrUnsupported].
func Lookup(name string) (*User, error) { return nil, errors.ErrUnsupported }

// LookupGroup fails with [errors.ErrUnsupported].
func LookupGroup(name string) (int, error) { return -1, errors.ErrUnsupported }

// To fails with [errors.ErrUnsupported].
func (u *User) To(opts ...Option) error { return errors.ErrUnsupported }

// Env is the names of u for the environment of a child.
func (u *User) Env() []string {
	return []string{"HOME=" + u.Home, "USER=" + u.Name, "LOGNAME=" + u.Name}
}

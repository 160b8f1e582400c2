// Package lib is what other packages give up privileges with.
package lib

import (
	"os"
	"syscall"
)

// SetUser changes the uid.
func SetUser(uid int) error { return syscall.Setuid(uid) }

// SetGroup changes the gid.
func SetGroup(gid int) error { return syscall.Setgid(gid) }

// SetUsers changes the real and the effective uid to what its caller chooses.
func SetUsers(real, effective int) error {
	if err := syscall.Setreuid(real, effective); err != nil {
		return err
	}
	return nil
}

// As works as another user, and returns to the one before.
func As(uid, back int, do func() error) error {
	if err := syscall.Setreuid(-1, uid); err != nil {
		return err
	}
	err := do()
	if back := syscall.Setreuid(-1, back); back != nil {
		return back
	}
	return err
}

// ClearGroups gives up the supplementary groups.
func ClearGroups() error { return syscall.Setgroups(nil) }

// Root is a name for chroot: what comes next is the caller's business.
func Root(dir string) error { return syscall.Chroot(dir) }

// Jail enters the new root too.
func Jail(dir string) error {
	if err := syscall.Chroot(dir); err != nil {
		return err
	}
	return os.Chdir("/")
}

// Options say where to go.
type Options struct{ Root string }

// Enter decides by itself, and is told here, not at its callers.
func Enter(o Options) error {
	if err := os.MkdirAll(o.Root, 0o755); err != nil {
		return err
	}
	return syscall.Chroot(o.Root) // want `error: syscall.Chroot without chdir`
}

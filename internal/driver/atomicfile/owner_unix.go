//go:build unix

package atomicfile

import (
	"errors"
	"os"
	"syscall"
)

// keepOwner gives the new file the owner and group of the one that it replaces. Only root can give away files; a group
// that the user is in can be kept.
func keepOwner(tmp *os.File, name string) error {
	old, err := os.Stat(name)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	is, err := tmp.Stat()
	if err != nil {
		return err
	}
	want, ok := old.Sys().(*syscall.Stat_t)
	have, too := is.Sys().(*syscall.Stat_t)
	if !ok || !too || want.Uid == have.Uid && want.Gid == have.Gid {
		return nil
	}
	return tmp.Chown(int(want.Uid), int(want.Gid))
}

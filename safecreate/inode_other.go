//go:build !linux

package safecreate

import (
	"io/fs"
	"os"
)

// finishUnreadable is finishNew where the umask left us no right to open the directory.
// It has to go by name, but cannot leave dir.
func (o *options) finishUnreadable(dir *os.Root, base string, fi fs.FileInfo, perm fs.FileMode) error {
	if o.chowns() {
		if err := o.lchown(dir, base); err != nil {
			return err
		}
	}
	want := perm | keptBits(fi)
	if err := dir.Chmod(base, want); err != nil {
		return err
	}
	now, err := dir.Lstat(base)
	if err != nil {
		return err
	}
	if !os.SameFile(fi, now) {
		return ErrReplaced
	}
	return isExact(now, want)
}

// hold: a socket that is bound pins its inode itself until it is closed.
func (a *anchor) hold() error { return nil }

func (o *options) lchown(dir *os.Root, base string) error {
	uid, gid := o.ids()
	return dir.Lchown(base, uid, gid)
}

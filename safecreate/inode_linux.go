package safecreate

import (
	"io/fs"
	"os"
	"strconv"
	"syscall"
)

// oPath is O_PATH, which package syscall does not know: a descriptor that names an
// inode and needs no permission on it.
const oPath = 0x200000

// finishUnreadable is finishNew where the umask left us no right to open the directory.
func (o *options) finishUnreadable(dir *os.Root, base string, fi fs.FileInfo, perm fs.FileMode) error {
	f, err := openInode(dir, base, fi)
	if err != nil {
		return err
	}
	defer f.Close()
	if o.chowns() {
		if err := o.chownPath(f); err != nil {
			return err
		}
	}
	want := perm | keptBits(fi)
	if err := chmodPath(f, want, func() error { return dir.Chmod(base, want) }); err != nil {
		return err
	}
	now, err := f.Stat()
	if err != nil {
		return err
	}
	return isExact(now, want)
}

// openInode opens the object that fi describes, whatever its kind and mode, for nothing but
// to name it.
func openInode(dir *os.Root, base string, fi fs.FileInfo) (*os.File, error) {
	f, err := dir.OpenFile(base, oPath|oNofollow, 0)
	if err != nil {
		return nil, err
	}
	now, err := f.Stat()
	if err == nil && !os.SameFile(fi, now) {
		err = ErrReplaced
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// hold pins the inode.
func (a *anchor) hold() error {
	f, err := openInode(a.dir, a.base, a.fi)
	if err != nil {
		return err
	}
	a.pin = f
	return nil
}

// chownPath changes the owner of an O_PATH descriptor, which fchown refuses.
func (o *options) chownPath(f *os.File) error {
	const atEmptyPath = 0x1000
	uid, gid := o.ids()
	return os.NewSyscallError("fchownat", syscall.Fchownat(int(f.Fd()), "", uid, gid, atEmptyPath))
}

// chmodPath changes the mode of an O_PATH descriptor, which fchmod refuses. Where /proc
// is not mounted it has to go by name.
func chmodPath(f *os.File, perm fs.FileMode, byName func() error) error {
	err := os.Chmod("/proc/self/fd/"+strconv.Itoa(int(f.Fd())), perm)
	if os.IsNotExist(err) {
		return byName()
	}
	return err
}

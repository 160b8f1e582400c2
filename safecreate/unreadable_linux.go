package safecreate

import (
	"io/fs"
	"os"
	"strconv"
)

// oPath is O_PATH, which package syscall does not know: a descriptor that names an
// inode and needs no permission on it.
const oPath = 0x200000

// widenUnreadable is widenNew where the umask left us no right to open the directory.
func widenUnreadable(root *os.Root, base string, fi fs.FileInfo, perm fs.FileMode) error {
	f, err := root.OpenFile(base, oPath|oDirectory|oNofollow, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	now, err := f.Stat()
	if err != nil {
		return err
	}
	if !os.SameFile(fi, now) {
		return ErrReplaced
	}
	return chmodPath(f, perm|keptBits(now), func() error { return root.Chmod(base, perm|keptBits(now)) })
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

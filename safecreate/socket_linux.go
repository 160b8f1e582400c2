package safecreate

import (
	"io/fs"
	"os"
	"syscall"
)

func newSocket(typ int) (int, error) {
	return syscall.Socket(syscall.AF_UNIX, typ|syscall.SOCK_CLOEXEC|syscall.SOCK_NONBLOCK, 0)
}

// premode makes the file that bind makes no wider than perm.
func premode(fd, _ int, perm fs.FileMode) error { return setSocketMode(fd, perm) }

// exactSocket gives the socket file the bits that the umask took, through a descriptor
// of the inode.
func exactSocket(name string, fi fs.FileInfo, perm fs.FileMode) error {
	if err := checkSocket(fi); err != nil || fi.Mode().Perm() == perm {
		return err
	}
	fd, err := syscall.Open(name, oPath|syscall.O_NOFOLLOW|syscall.O_CLOEXEC, 0)
	if err != nil {
		return os.NewSyscallError("open", err)
	}
	f := os.NewFile(uintptr(fd), name)
	defer f.Close()
	now, err := f.Stat()
	if err != nil {
		return err
	}
	if !os.SameFile(fi, now) {
		return ErrReplaced
	}
	return chmodPath(f, perm, func() error { return chmodIn(name, fi, perm) })
}

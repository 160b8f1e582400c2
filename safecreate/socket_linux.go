package safecreate

import (
	"io/fs"
	"os"
	"strconv"
	"syscall"
)

func newSocket(typ int) (int, error) {
	return syscall.Socket(syscall.AF_UNIX, typ|syscall.SOCK_CLOEXEC|syscall.SOCK_NONBLOCK, 0)
}

// premode makes the file that bind makes no wider than perm.
func premode(fd, _ int, perm fs.FileMode) error { return setSocketMode(fd, perm) }

// exactSocket pins the inode of the socket file and gives it its owner and the bits that it
// has not been made with or that the umask took, through the descriptor that pins it.
func (o *options) exactSocket(bound *anchor, perm fs.FileMode) error {
	if err := bound.hold(); err != nil {
		return err
	}
	if o.chowns() {
		if err := o.chownPath(bound.pin); err != nil {
			return err
		}
	}
	if bound.fi.Mode().Perm() == perm {
		return nil
	}
	return chmodPath(bound.pin, perm, func() error { return bound.chmodIn(perm) })
}

// connectIn connects to the socket file at a place, through the directory that is held open
// where /proc can say so.
func connectIn(fd int, at *place) error {
	dir, err := at.dir.Open(".")
	if err != nil {
		return err
	}
	defer dir.Close()
	name := "/proc/self/fd/" + strconv.Itoa(int(dir.Fd())) + "/" + at.base
	if _, err := os.Lstat(name); err != nil || len(name) > sunPath {
		name = joinDir(at.dir.Name(), at.base)
	}
	return syscall.Connect(fd, &syscall.SockaddrUnix{Name: name})
}

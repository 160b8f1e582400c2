//go:build unix && !linux && !aix && (!solaris || illumos)

package safecreate

import (
	"io/fs"
	"syscall"

	"github.com/permvet/permvet/safecreate/cloexec"
)

func newSocket(typ int) (int, error) {
	fd, err := cloexec.Socket(syscall.AF_UNIX, typ, 0)
	if err != nil {
		return -1, err
	}
	if err := syscall.SetNonblock(fd, true); err != nil {
		syscall.Close(fd)
		return -1, err
	}
	return fd, nil
}

// premode makes the file that bind makes no wider than perm where the system can, which
// is needed only for datagram sockets: the others are not reachable before listen.
func premode(fd, typ int, perm fs.FileMode) error {
	err := setSocketMode(fd, perm)
	if typ != syscall.SOCK_DGRAM {
		return nil
	}
	return err
}

// exactSocket gives the socket file its owner and its mode before anybody can connect. It
// has to go by name. (bind of macOS follows a dangling link: that name then is no socket.)
// The bound socket pins the inode until it is closed.
func (o *options) exactSocket(bound *anchor, perm fs.FileMode) error {
	if o.chowns() {
		if err := o.lchown(bound.dir, bound.base); err != nil {
			return err
		}
	}
	if bound.fi.Mode().Perm() == perm && !o.chowns() {
		return nil
	}
	return bound.chmodIn(perm)
}

// connectIn connects to the socket file at a place, by name.
func connectIn(fd int, at *place) error {
	return syscall.Connect(fd, &syscall.SockaddrUnix{Name: joinDir(at.dir.Name(), at.base)})
}

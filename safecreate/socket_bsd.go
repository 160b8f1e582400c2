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

// exactSocket gives the socket file its mode before anybody can connect. It has to go
// by name. (bind of macOS follows a dangling link: fi then is the link, and no socket.)
func exactSocket(name string, fi fs.FileInfo, perm fs.FileMode) error {
	if err := checkSocket(fi); err != nil || fi.Mode().Perm() == perm {
		return err
	}
	return chmodIn(name, fi, perm)
}

//go:build unix

package safecreate

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"syscall"
)

const (
	oNofollow   = syscall.O_NOFOLLOW
	oNonblock   = syscall.O_NONBLOCK
	oNoctty     = syscall.O_NOCTTY
	oDirectory  = syscall.O_DIRECTORY
	modesMatter = true
	closeFirst  = false // an open file can be renamed, and stays locked meanwhile
)

var (
	errLoop   error = syscall.ELOOP
	errIsDir  error = syscall.EISDIR
	errNotDir error = syscall.ENOTDIR

	errMounted error = syscall.EBUSY
)

// owners are the users whose objects are ours, besides the effective user and root.
type owners []int

// check accepts what belongs to the effective user, to root or to one of the owners.
func (o owners) check(fi fs.FileInfo) error {
	uid, ok := ownerOf(fi)
	if !ok {
		return ErrOwner
	}
	if uid != os.Geteuid() && uid != 0 && !slices.Contains(o, uid) {
		return fmt.Errorf("%w (uid %d)", ErrOwner, uid)
	}
	return nil
}

// made tells whether fi belongs to the effective user, as everything that this process
// creates does, or to one of the owners, as on a file system that changes owners.
func (o owners) made(fi fs.FileInfo) bool {
	uid, ok := ownerOf(fi)
	return ok && (uid == os.Geteuid() || slices.Contains(o, uid))
}

// with adds the owner of an object that this process has certainly made: that is whom this
// file system gives our objects to.
func (o owners) with(fi fs.FileInfo) owners {
	if uid, ok := ownerOf(fi); ok && !o.made(fi) {
		return append(slices.Clip(o), uid)
	}
	return o
}

// isRoots tells whether fi belongs to root although we are not root: we may use it, but not
// take it away.
func (o owners) isRoots(fi fs.FileInfo) bool { return !o.made(fi) }

func ownerOf(fi fs.FileInfo) (int, bool) {
	st, ok := fi.Sys().(*syscall.Stat_t)
	if !ok {
		return 0, false
	}
	return int(st.Uid), true
}

// idsOf are the owner and the group of an object, -1 where they are not known.
func idsOf(fi fs.FileInfo) (uid, gid int) {
	if st, ok := fi.Sys().(*syscall.Stat_t); ok {
		return int(st.Uid), int(st.Gid)
	}
	return -1, -1
}

func nlink(fi fs.FileInfo) uint64 {
	if st, ok := fi.Sys().(*syscall.Stat_t); ok {
		return uint64(st.Nlink)
	}
	return 1
}

// syncDir makes the entries of r durable. File systems that cannot sync a directory say
// EINVAL or ENOTSUP; there is nothing more to be had from them.
func syncDir(r *os.Root) error {
	d, err := r.Open(".")
	if err != nil {
		return err
	}
	defer d.Close()
	err = d.Sync()
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOTSUP) {
		return nil
	}
	return err
}

// clearNonblock undoes the O_NONBLOCK with which an existing file was opened in case it was
// a FIFO: a child that inherits the file would not expect it.
func clearNonblock(f *os.File) error {
	c, err := f.SyscallConn()
	if err != nil {
		return err
	}
	var setErr error
	if err := c.Control(func(fd uintptr) { setErr = syscall.SetNonblock(int(fd), false) }); err != nil {
		return err
	}
	return setErr
}

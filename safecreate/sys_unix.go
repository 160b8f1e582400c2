//go:build unix

package safecreate

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
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
)

// checkOwner accepts what belongs to the effective user or to root.
func checkOwner(fi fs.FileInfo) error {
	uid, ok := ownerOf(fi)
	if !ok {
		return ErrOwner
	}
	if uid != os.Geteuid() && uid != 0 {
		return fmt.Errorf("%w (uid %d)", ErrOwner, uid)
	}
	return nil
}

// isOurs tells whether fi belongs to the effective user, as everything that this
// process creates does.
func isOurs(fi fs.FileInfo) bool {
	uid, ok := ownerOf(fi)
	return ok && uid == os.Geteuid()
}

func ownerOf(fi fs.FileInfo) (int, bool) {
	st, ok := fi.Sys().(*syscall.Stat_t)
	if !ok {
		return 0, false
	}
	return int(st.Uid), true
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

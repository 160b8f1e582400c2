package safecreate

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"

	"github.com/permvet/permvet/safecreate/internal/pathcheck"
)

// The reasons for which an object is refused. They arrive wrapped; use errors.Is.
var (
	// ErrBadPerm: perm has bits outside 0777. No object was made.
	ErrBadPerm = errors.New("mode has bits outside 0777")
	// ErrSymlink: the last element of the path is a symbolic link. On Unix the error is
	// syscall.ELOOP as well.
	ErrSymlink = errors.New("is a symbolic link")
	// ErrNotRegular: a directory, FIFO, device or socket is in the way.
	ErrNotRegular = errors.New("is not a regular file")
	// ErrNotDir: something other than a directory is in the way. On Unix the error is
	// syscall.ENOTDIR as well.
	ErrNotDir = errors.New("is not a directory")
	// ErrNotSocket: something other than a socket is in the way. The error is
	// syscall.EADDRINUSE as well.
	ErrNotSocket = errors.New("exists and is not a socket")
	// ErrOwner: the object belongs neither to this user nor to root, nor to a user of [Ours].
	ErrOwner = pathcheck.ErrOwner
	// ErrLinks: the file has a second name, perhaps one that others rely on.
	ErrLinks = errors.New("has more than one hard link")
	// ErrMode: the mode is wider than perm and cannot, or should not, be narrowed.
	ErrMode = errors.New("mode is wider than asked for")
	// ErrReplaced: somebody else changed what a name stands for in the meantime.
	ErrReplaced = errors.New("was replaced by somebody else meanwhile")
	// ErrAbstract: an abstract or unnamed socket address has no file.
	ErrAbstract = errors.New("abstract or unnamed socket address has no file")
	// ErrLocked: another process kept the lock file until the deadline.
	ErrLocked = errors.New("lock file is held by another process")
)

// A refusal is a sentinel of this package that also is an error of the system.
type refusal struct {
	why error
	sys error // nil where the system has no such number
}

func (r *refusal) Error() string { return r.why.Error() }

func (r *refusal) Unwrap() []error {
	if r.sys == nil {
		return []error{r.why}
	}
	return []error{r.why, r.sys}
}

// pathError names op and name in err, once.
func pathError(op, name string, err error) error {
	if err == nil {
		return nil
	}
	return &fs.PathError{Op: op, Path: name, Err: cause(err)}
}

// cause reduces what package os says about a step, with the name of a temporary file
// perhaps, to the reason.
func cause(err error) error {
	switch e := err.(type) {
	case *fs.PathError:
		return e.Err
	case *os.LinkError:
		return e.Err
	case *net.OpError:
		return e.Err
	}
	return err
}

func checkPerm(op, name string, perm fs.FileMode) error {
	if perm&^fs.ModePerm != 0 {
		return &fs.PathError{Op: op, Path: name, Err: fmt.Errorf("%w: %#o", ErrBadPerm, uint32(perm))}
	}
	return nil
}

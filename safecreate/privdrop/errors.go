package privdrop

import (
	"errors"

	"github.com/permvet/permvet/safecreate/internal/pathcheck"
)

var (
	// ErrRoot: uid, gid or one of the groups is 0 or negative; that would be no drop.
	ErrRoot = errors.New("privdrop: uid, gid and groups must be greater than 0")
	// ErrIncomplete: the calls succeeded, but some right of before is still there, or a
	// thread is not in the new root directory.
	ErrIncomplete = errors.New("privdrop: privileges were not given up completely")
	// ErrNoProc: nothing can be verified, because /proc is not mounted here and [Chroot]
	// of this package has not kept it. Nothing was changed.
	ErrNoProc = errors.New("/proc is not mounted, so that no thread can be looked at")
	// ErrOpenDirectory: a child would inherit a directory that leads out of the new root.
	ErrOpenDirectory = errors.New("is an open directory without close-on-exec and leads out of the new root")

	// ErrOwner: a directory or link on the way to the new root belongs to somebody who is
	// not trusted. It is safecreate.ErrOwner.
	ErrOwner = pathcheck.ErrOwner
	// ErrWritable: others can change the new root, or what its path stands for. It is
	// safecreate.ErrWritable.
	ErrWritable = pathcheck.ErrWritable
)

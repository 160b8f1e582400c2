package safecreate

import "github.com/permvet/permvet/safecreate/internal/pathcheck"

// ErrWritable: others can put another object in the place of an element of the path.
var ErrWritable = pathcheck.ErrWritable

// CheckPath accepts name if nobody but root, this user and the users of ours can change
// what it stands for. The other functions of this package protect the last element of a
// path and trust the directories above it; this one looks at them.
//
// Every directory that the kernel would go through, from the root directory down and
// through links, must belong to one of them and not be writable by its group or by others,
// or have the sticky bit, which leaves each entry to its owner; a link must belong to one of
// them. The last element need not exist; if it is a directory, it is checked like those above
// it, and if it is anything else its own owner and mode are not looked at.
//
// Order: lstat and readlink of one element after the other. What has been accepted can only
// be changed by those who are trusted, so that the answer stays true until one of them does.
// Errors: *fs.PathError that names the directory or link at fault, with [ErrOwner] or
// [ErrWritable]; [fs.ErrNotExist] if a directory is missing; ENOTDIR and ELOOP. Systems other
// than Unix: [errors.ErrUnsupported].
func CheckPath(name string, ours ...int) error { return pathcheck.Check(name, ours...) }

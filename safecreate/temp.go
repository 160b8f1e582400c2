package safecreate

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

var errSeparator = errors.New("pattern contains a path separator")

// CreateTemp is [os.CreateTemp] for a mode other than 0600: it makes a new file in dir
// (or in [os.TempDir] for "") whose name is pattern with a random string at the end or
// in the place of the last "*", has exactly perm and is open for reading and writing.
// The caller removes it. The name cannot be guessed: it holds 130 random bits.
//
// Order: open(O_CREAT|O_EXCL|O_NOFOLLOW|O_CLOEXEC, perm), fchmod if the umask took
// bits. Nothing existing is ever opened. Systems: as [OpenFile]. Options: [Owner], [Group].
func CreateTemp(dir, pattern string, perm fs.FileMode, opts ...Option) (*os.File, error) {
	o, err := gather(opts, optOwner|optGroup)
	if err != nil {
		return nil, pathError("createtemp", pattern, err)
	}
	prefix, suffix, err := splitPattern(pattern)
	if err != nil {
		return nil, pathError("createtemp", pattern, err)
	}
	if dir == "" {
		dir = os.TempDir()
	}
	for range maxTries {
		name := joinDir(dir, prefix+rand.Text()+suffix)
		f, err := o.createOrNarrow(byName{}, "open", name, name, os.O_RDWR|os.O_CREATE|os.O_EXCL, perm)
		if !errors.Is(err, fs.ErrExist) {
			return f, err
		}
	}
	return nil, pathError("createtemp", joinDir(dir, pattern), fs.ErrExist)
}

// joinDir joins without cleaning: "a/../b" is not "b" where a is a link.
func joinDir(dir, name string) string {
	if dir != "" && os.IsPathSeparator(dir[len(dir)-1]) {
		return dir + name
	}
	return dir + string(filepath.Separator) + name
}

// splitPattern splits pattern at its last "*", which the random string replaces.
func splitPattern(pattern string) (prefix, suffix string, err error) {
	for i := range len(pattern) {
		if os.IsPathSeparator(pattern[i]) {
			return "", "", errSeparator
		}
	}
	if i := strings.LastIndexByte(pattern, '*'); i >= 0 {
		return pattern[:i], pattern[i+1:], nil
	}
	return pattern, "", nil
}

// TempFile opens a file in dir (or in [os.TempDir] for "") that has no name: no other user
// can open it, and nothing is left of it when it is closed, however the process ends. (Root
// and processes of this user can reach whatever this process has open, through
// /proc/PID/fd.) Its mode is 0600 and it cannot be given a name later. It replaces
// os.CreateTemp followed by os.Remove; what Name returns does not exist, so that an
// os.Remove or os.RemoveAll that was left in place removes nothing.
//
// Order on Linux: open(O_TMPFILE|O_EXCL, 0600), fchmod if the umask took bits. On other
// Unix systems, and on Linux file systems without O_TMPFILE: CreateTemp with 0600, then
// unlink before it is returned; a kill between the two leaves an empty file. Elsewhere,
// where an open file must have a name, [errors.ErrUnsupported].
func TempFile(dir string) (*os.File, error) {
	if dir == "" {
		dir = os.TempDir()
	}
	f, err := openNameless(dir)
	return f, pathError("tempfile", dir, err)
}

// createUnlinked is the nameless file of systems that know none.
func createUnlinked(dir string) (*os.File, error) {
	f, err := CreateTemp(dir, ".tempfile-", 0o600)
	if err != nil {
		return nil, err
	}
	fi, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, err
	}
	removeSame(byName{}, f.Name(), fi)
	if fi, err = f.Stat(); err == nil && nlink(fi) != 0 {
		err = ErrReplaced // renamed or linked by somebody else: it has a name
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

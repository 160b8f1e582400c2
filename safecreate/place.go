package safecreate

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// A dirfs is where names are looked up: a directory that is held open, or whatever the
// names themselves say.
type dirfs interface {
	OpenFile(name string, flag int, perm fs.FileMode) (*os.File, error)
	Lstat(name string) (fs.FileInfo, error)
	Remove(name string) error
}

// A dirtree is a dirfs in which there are directories on the way.
type dirtree interface {
	dirfs
	Stat(name string) (fs.FileInfo, error)
	OpenRoot(name string) (*os.Root, error)
	Mkdir(name string, perm fs.FileMode) error
}

// tree is where the names of a call are looked up.
func (o *options) tree() dirtree {
	if o.below != nil {
		return o.below
	}
	return byName{}
}

// byName looks names up as package os does.
type byName struct{}

func (byName) OpenFile(name string, flag int, perm fs.FileMode) (*os.File, error) {
	return os.OpenFile(name, flag, perm)
}
func (byName) Lstat(name string) (fs.FileInfo, error)    { return os.Lstat(name) }
func (byName) Stat(name string) (fs.FileInfo, error)     { return os.Stat(name) }
func (byName) Remove(name string) error                  { return os.Remove(name) }
func (byName) OpenRoot(name string) (*os.Root, error)    { return os.OpenRoot(name) }
func (byName) Mkdir(name string, perm fs.FileMode) error { return os.Mkdir(name, perm) }

// A place is a directory, held open, and the name of an entry in it: neither chdir nor
// chroot, nor a directory above that is renamed or swapped, makes it another one.
type place struct {
	dir  *os.Root
	base string
}

// openPlace finds the place that name stands for, below the directory of Below if there is
// one. Names are never cleaned: "link/../x" is where the kernel finds it.
func openPlace(name string, below *os.Root) (*place, error) {
	dir, base, err := splitName(name)
	if err != nil {
		return nil, err
	}
	root, err := (&options{below: below}).tree().OpenRoot(dir)
	if err != nil {
		return nil, cause(err)
	}
	return &place{root, base}, nil
}

// splitName splits off the last element, which must be a name.
func splitName(name string) (dir, base string, err error) {
	dir, base = filepath.Split(name)
	if base == "" || base == "." || base == ".." {
		return "", "", &refusal{ErrNotRegular, errIsDir}
	}
	if dir == "" {
		dir = "."
	}
	return dir, base, nil
}

// splitPath splits off the last element of the name of a directory, which may end in
// separators. There is none in the root directory.
func splitPath(name string) (dir, base string, ok bool) {
	volume := len(filepath.VolumeName(name))
	end := len(name)
	for end > volume && os.IsPathSeparator(name[end-1]) {
		end--
	}
	dir, base = filepath.Split(name[:end])
	if dir == "" {
		dir = "."
	}
	return dir, base, end > volume
}

// isNamed tells whether name still is the file that f has open.
func isNamed(dir dirfs, name string, f *os.File) bool {
	fi, err := f.Stat()
	return err == nil && isStill(dir, name, fi)
}

func isStill(dir dirfs, name string, fi fs.FileInfo) bool {
	now, err := dir.Lstat(name)
	return err == nil && os.SameFile(fi, now)
}

// removeSame removes name if it still is the object that fi describes. It serves to
// clean up after a failure, where removing nothing is better than removing what
// somebody else has put there.
func removeSame(dir dirfs, name string, fi fs.FileInfo) {
	if isStill(dir, name, fi) {
		dir.Remove(name)
	}
}

// An anchor is the way back to an object that this process has made: its place, and its
// inode, held open so that the number cannot be given to another object. What a name has
// come to stand for meanwhile does not lead it astray.
type anchor struct {
	place
	fi  fs.FileInfo
	pin *os.File // nil where something else holds the inode as long
}

// remove removes the name if it still is the object. That somebody else has removed or
// replaced it is no error.
func (a *anchor) remove() error {
	if !isStill(a.dir, a.base, a.fi) {
		return nil
	}
	if err := a.dir.Remove(a.base); err != nil {
		return fmt.Errorf("cannot remove %s: %w", a.base, cause(err))
	}
	return nil
}

func (a *anchor) release() {
	if a.pin != nil {
		a.pin.Close()
	}
	a.dir.Close()
}

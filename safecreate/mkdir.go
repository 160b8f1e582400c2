package safecreate

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// Mkdir is [os.Mkdir]: it makes a directory with exactly perm. A setgid bit that the
// parent passes on stays. If the name exists, as anything, it fails with [fs.ErrExist].
//
// Order: open the parent; mkdirat(perm); fstatat; and only if the umask took bits
// openat(O_DIRECTORY|O_NOFOLLOW), fstat, fchmod. Before the fchmod the directory is
// checked to be empty, this user's and no wider than perm, so that another directory
// which somebody has put in its place is not opened up: that is [ErrReplaced],
// [ErrOwner] or [ErrMode]. The parent must be readable. [ErrMode] also says that the
// bits which the umask took cannot be given back without losing the setgid bit, because
// this user is not in the group. A call that fails leaves no directory; a process killed
// between mkdirat and fchmod leaves one without the bits that the umask took.
//
// Systems other than Unix: the mode is left to package os.
func Mkdir(name string, perm fs.FileMode) error {
	if err := checkPerm("mkdir", name, perm); err != nil {
		return err
	}
	return pathError("mkdir", name, new(options).mkdir(name, perm))
}

func (o *options) mkdir(name string, perm fs.FileMode) error {
	parent, base, ok := splitPath(name)
	if !ok || base == "." || base == ".." {
		return o.tree().Mkdir(name, perm) // which says what is wrong with it
	}
	dir, err := o.tree().OpenRoot(parent)
	if err != nil {
		return err
	}
	defer dir.Close()
	return o.mkdirIn(dir, base, perm)
}

// MkdirAll is [os.MkdirAll]: it makes the directories of path that are missing, each
// with exactly perm. Existing ancestors are left alone and may be reached through
// links. If path itself exists, it must be a directory, not a link to one, that belongs
// to this user or to root and is no wider than perm. A wider one is narrowed if it is
// empty; if there is something in it, others may rely on its mode, and the call fails with
// [ErrMode]. (MkdirAll(filepath.Dir(file), 0o700) as root must not close /var/lib.)
// [NarrowExisting] narrows it all the same.
//
// Not even with that option, nor when it is empty, is a directory narrowed that has the
// sticky bit, because it is shared on purpose; that is the root directory or directly in
// it (/etc, /var, /home); or that belongs to root and we are not.
//
// Order for each element: that of [Mkdir]; for an existing last one
// open(O_DIRECTORY|O_NOFOLLOW|O_NONBLOCK), fstat, getdents, fchmod. Errors: [ErrNotDir]
// (ENOTDIR) for a file in the way, [ErrSymlink] (ELOOP), [ErrOwner], [ErrMode]. A process
// killed between mkdirat and fchmod leaves a directory without the bits that the umask
// took; since none are added, later calls accept it so.
//
// Systems other than Unix: the mode is left to package os, links are refused.
func MkdirAll(path string, perm fs.FileMode) error { return MkdirAllWith(path, perm) }

// MkdirAllWith is [MkdirAll] with options: [Ours], [Owner], [Group], [Below],
// [NarrowExisting]. Owner and Group go to each directory that is made: make those above it
// that are to belong to root first.
func MkdirAllWith(path string, perm fs.FileMode, opts ...Option) error {
	if err := checkPerm("mkdir", path, perm); err != nil {
		return err
	}
	o, err := gather(opts, dirOptions)
	if err != nil {
		return pathError("mkdir", path, err)
	}
	if path == "" {
		return os.MkdirAll(path, perm)
	}
	parent, _, ok := splitPath(path)
	for range maxTries {
		err := o.adoptDir(path, perm)
		if !errors.Is(err, fs.ErrNotExist) {
			return pathError("mkdir", path, err)
		}
		if ok {
			if err := o.makeAncestors(parent, perm); err != nil {
				return err
			}
		}
		err = o.mkdir(path, perm)
		if !errors.Is(err, fs.ErrExist) && !errors.Is(err, fs.ErrNotExist) || !ok {
			return pathError("mkdir", path, err)
		}
	}
	return pathError("mkdir", path, errBusy)
}

// makeAncestors makes dir and what is missing above it.
func (o *options) makeAncestors(dir string, perm fs.FileMode) error {
	fi, err := o.tree().Stat(dir)
	if err == nil && !fi.IsDir() {
		return pathError("mkdir", dir, &refusal{ErrNotDir, errNotDir})
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	up, _, ok := splitPath(dir)
	if ok && up != dir {
		if err := o.makeAncestors(up, perm); err != nil {
			return err
		}
	}
	if err := o.mkdir(dir, perm); !errors.Is(err, fs.ErrExist) {
		return pathError("mkdir", dir, err)
	}
	if fi, err := o.tree().Stat(dir); err != nil || !fi.IsDir() { // a dangling link, for one
		return pathError("mkdir", dir, &refusal{ErrNotDir, errNotDir})
	}
	return nil
}

// adoptDir takes the existing directory name, narrowed to perm.
func (o *options) adoptDir(name string, perm fs.FileMode) error {
	fi, err := o.tree().Lstat(name)
	if err != nil {
		return err
	}
	if err := o.ours.checkDir(fi); err != nil {
		return err
	}
	if !modesMatter || fi.Mode().Perm()&^perm == 0 {
		return nil
	}
	wider := func(why string) error {
		return fmt.Errorf("%w: a directory with %04o, %s, asked for %04o", ErrMode, fi.Mode().Perm(), why, perm)
	}
	if isShared(o.tree(), name, fi) {
		return wider("which is shared")
	}
	f, err := o.tree().OpenFile(name, os.O_RDONLY|oDirectory|oNofollow|oNonblock, 0)
	if err != nil {
		return fmt.Errorf("%w: %04o, asked for %04o: %w", ErrMode, fi.Mode().Perm(), perm, cause(err))
	}
	defer f.Close()
	now, err := f.Stat()
	if err != nil {
		return err
	}
	if !os.SameFile(fi, now) {
		return ErrReplaced
	}
	if _, err := f.Readdirnames(1); err != io.EOF && !o.has(optNarrow) {
		return wider("which is not empty")
	}
	return narrow(f, now, perm)
}

// isShared tells whether narrowing a directory would take it away from others who rely
// on it.
func isShared(in dirtree, name string, fi fs.FileInfo) bool {
	if fi.Mode()&fs.ModeSticky != 0 {
		return true
	}
	for range 2 { // the root directory and what is directly in it
		name = joinDir(name, "..")
		up, err := in.Stat(name)
		if err != nil || os.SameFile(fi, up) {
			return true
		}
		fi = up
	}
	return false
}

// mkdirIn makes base in dir with exactly perm.
func (o *options) mkdirIn(dir *os.Root, base string, perm fs.FileMode) error {
	if err := dir.Mkdir(base, o.birth(perm)); err != nil {
		return err
	}
	if !modesMatter {
		return nil
	}
	fi, err := dir.Lstat(base)
	if err != nil {
		return err
	}
	if fi.Mode().Perm() == perm && o.ours.made(fi) && !o.chowns() {
		return nil
	}
	err = o.checkNew(fi, perm)
	if err == nil {
		err = o.finishNew(dir, base, fi, perm)
	}
	if err != nil && fi.IsDir() {
		removeSame(dir, base, fi) // which removes it only if it is empty, as ours is
	}
	return err
}

// checkNew doubts that a directory is the one that we have just made.
func (o *options) checkNew(fi fs.FileInfo, perm fs.FileMode) error {
	if err := o.ours.checkDir(fi); err != nil {
		return err
	}
	if !o.ours.made(fi) {
		return ErrOwner
	}
	if fi.Mode().Perm()&^perm != 0 {
		return ErrMode
	}
	return nil
}

// finishNew gives a directory that we have just made its owner and the bits that it has
// not been made with or that the umask took.
func (o *options) finishNew(dir *os.Root, base string, fi fs.FileInfo, perm fs.FileMode) error {
	f, err := dir.OpenFile(base, os.O_RDONLY|oDirectory|oNofollow|oNonblock, 0)
	if errors.Is(err, fs.ErrPermission) {
		return o.finishUnreadable(dir, base, fi, perm)
	}
	if err != nil {
		return err
	}
	defer f.Close()
	now, err := f.Stat()
	if err != nil {
		return err
	}
	if !os.SameFile(fi, now) {
		return ErrReplaced
	}
	if _, err := f.Readdirnames(1); err != io.EOF {
		return ErrReplaced // ours would be empty
	}
	if err := o.giveAway(f); err != nil {
		return err
	}
	return makeExact(f, perm)
}

package safecreate

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Mkdir is [os.Mkdir]: it makes a directory with exactly perm. A setgid bit that the
// parent passes on stays. If the name exists, as anything, it fails with [fs.ErrExist].
//
// Order: open the parent; mkdirat(perm); fstatat; and only if the umask took bits
// openat(O_DIRECTORY|O_NOFOLLOW), fstat, fchmod. Before the fchmod the directory is
// checked to be empty, this user's and no wider than perm, so that another directory
// which somebody has put in its place is not opened up: that is [ErrReplaced],
// [ErrOwner] or [ErrMode]. The parent must be readable.
//
// Systems other than Unix: the mode is left to package os.
func Mkdir(name string, perm fs.FileMode) error {
	if err := checkPerm("mkdir", name, perm); err != nil {
		return err
	}
	clean := filepath.Clean(name)
	parent, base := filepath.Dir(clean), filepath.Base(clean)
	if name == "" || base == ".." || parent == clean {
		return os.Mkdir(name, perm) // which says what is wrong with it
	}
	root, err := os.OpenRoot(parent)
	if err != nil {
		return pathError("mkdir", name, err)
	}
	defer root.Close()
	return pathError("mkdir", name, mkdirIn(root, base, perm))
}

// MkdirAll is [os.MkdirAll]: it makes the directories of path that are missing, each
// with exactly perm. Existing ancestors are left alone and may be reached through
// links. If path itself exists, it must be a directory, not a link to one, that belongs
// to this user or to root; bits outside perm are taken away from it.
//
// A wider directory is not narrowed, and the call fails with [ErrMode], if it has the
// sticky bit, because it is shared on purpose; if it is the root directory or directly
// in it (/etc, /var, /home); or if it belongs to root and we are not. Running as root,
// ask for the mode that a system directory is meant to have: MkdirAll of "/var/lib"
// with 0700 would close it for everybody.
//
// Order for each element: that of [Mkdir]; for an existing last one
// open(O_DIRECTORY|O_NOFOLLOW|O_NONBLOCK), fstat, fchmod. Errors: [ErrNotDir] (ENOTDIR)
// for a file in the way, [ErrSymlink] (ELOOP), [ErrOwner], [ErrMode].
//
// Systems other than Unix: the mode is left to package os, links are refused.
func MkdirAll(path string, perm fs.FileMode) error {
	if err := checkPerm("mkdir", path, perm); err != nil {
		return err
	}
	if path == "" {
		return os.MkdirAll(path, perm)
	}
	clean := filepath.Clean(path)
	parent := filepath.Dir(clean)
	for range maxTries {
		err := adoptDir(clean, perm)
		if !errors.Is(err, fs.ErrNotExist) {
			return pathError("mkdir", path, err)
		}
		if parent != clean {
			if err := makeAncestors(parent, perm); err != nil {
				return err
			}
		}
		err = Mkdir(clean, perm)
		if !errors.Is(err, fs.ErrExist) && !errors.Is(err, fs.ErrNotExist) || parent == clean {
			return err
		}
	}
	return pathError("mkdir", path, errBusy)
}

// makeAncestors makes dir and what is missing above it.
func makeAncestors(dir string, perm fs.FileMode) error {
	fi, err := os.Stat(dir)
	if err == nil && !fi.IsDir() {
		return pathError("mkdir", dir, &refusal{ErrNotDir, errNotDir})
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if up := filepath.Dir(dir); up != dir {
		if err := makeAncestors(up, perm); err != nil {
			return err
		}
	}
	if err := Mkdir(dir, perm); !errors.Is(err, fs.ErrExist) {
		return err
	}
	if fi, err := os.Stat(dir); err != nil || !fi.IsDir() { // a dangling link, for one
		return pathError("mkdir", dir, &refusal{ErrNotDir, errNotDir})
	}
	return nil
}

// adoptDir takes the existing directory name, narrowed to perm.
func adoptDir(name string, perm fs.FileMode) error {
	fi, err := os.Lstat(name)
	if err != nil {
		return err
	}
	if err := checkDir(fi); err != nil {
		return err
	}
	if !modesMatter || fi.Mode().Perm()&^perm == 0 {
		return nil
	}
	if isShared(name, fi) {
		return fmt.Errorf("%w: a shared directory with %04o, asked for %04o", ErrMode, fi.Mode().Perm(), perm)
	}
	f, err := os.OpenFile(name, os.O_RDONLY|oDirectory|oNofollow|oNonblock, 0)
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
	return narrow(f, now, perm)
}

// isShared tells whether narrowing a directory would take it away from others who rely
// on it.
func isShared(name string, fi fs.FileInfo) bool {
	if fi.Mode()&fs.ModeSticky != 0 {
		return true
	}
	for range 2 { // the root directory and what is directly in it
		name = joinDir(name, "..")
		up, err := os.Stat(name)
		if err != nil || os.SameFile(fi, up) {
			return true
		}
		fi = up
	}
	return false
}

// mkdirIn makes base in root with exactly perm.
func mkdirIn(root *os.Root, base string, perm fs.FileMode) error {
	if err := root.Mkdir(base, perm); err != nil {
		return err
	}
	if !modesMatter {
		return nil
	}
	fi, err := root.Lstat(base)
	if err != nil {
		return err
	}
	if fi.Mode().Perm() == perm && isOurs(fi) {
		return nil
	}
	if err := checkNew(fi, perm); err != nil {
		return err
	}
	if err := widenNew(root, base, fi, perm); err != nil {
		if now, e := root.Lstat(base); e == nil && os.SameFile(now, fi) && now.IsDir() {
			root.Remove(base)
		}
		return err
	}
	return nil
}

// checkNew doubts that a directory is the one that we have just made.
func checkNew(fi fs.FileInfo, perm fs.FileMode) error {
	if err := checkDir(fi); err != nil {
		return err
	}
	if !isOurs(fi) {
		return ErrOwner
	}
	if fi.Mode().Perm()&^perm != 0 {
		return ErrMode
	}
	return nil
}

// widenNew gives a directory that we have just made the bits that the umask took.
func widenNew(root *os.Root, base string, fi fs.FileInfo, perm fs.FileMode) error {
	f, err := root.OpenFile(base, os.O_RDONLY|oDirectory|oNofollow|oNonblock, 0)
	if errors.Is(err, fs.ErrPermission) {
		return widenUnreadable(root, base, fi, perm)
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
	return makeExact(f, perm)
}

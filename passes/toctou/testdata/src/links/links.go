// Package links changes what links point to.
package links

import (
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// unfollowed changes the links themselves.
func unfollowed(root string, uid int) error {
	return filepath.Walk(root, func(p string, info os.FileInfo, err error) error {
		if err != nil {
			return err
		}
		return os.Lchown(p, uid, uid)
	})
}

// elsewhere changes something that the walk did not find.
func elsewhere(root, log string) error {
	return filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		return os.Chmod(log, 0o600)
	})
}

// checked keeps links out as far as names can; a note.
func checked(root string) error {
	return filepath.Walk(root, func(p string, info os.FileInfo, err error) error {
		if err != nil || info.Mode()&os.ModeSymlink != 0 {
			return err
		}
		return os.Chmod(p, 0o600)
	})
}

// owned looked at the type: a note.
func owned(p string, uid int) error {
	st, err := os.Lstat(p)
	if err != nil {
		return err
	}
	if !st.Mode().IsRegular() {
		return fs.ErrInvalid
	}
	return os.Chown(p, uid, uid)
}

// present only wants to know whether there is something, of whatever type.
func present(p string, uid int) error {
	if _, err := os.Stat(p); err != nil {
		return nil
	}
	return os.Chown(p, uid, uid)
}

// replaced looks for another reason.
func replaced(p string) error {
	if st, err := os.Lstat(p); err != nil || !st.IsDir() {
		if err := os.Mkdir(p, 0o755); err != nil {
			return err
		}
	}
	return os.Chmod(p, 0o700)
}

func at(dir int, p string) error {
	return unix.Fchownat(dir, p, 0, 0, unix.AT_SYMLINK_NOFOLLOW)
}

func empty(fd int) error {
	return unix.Fchownat(fd, "", 0, 0, unix.AT_EMPTY_PATH)
}

func plain(p string) error {
	return unix.Fchmodat(unix.AT_FDCWD, p, 0o600, 0)
}

func owner(root string, uid int) error {
	return filepath.Walk(root, func(p string, info os.FileInfo, err error) error {
		if err != nil {
			return err
		}
		return os.Chown(p, uid, uid) // want `^warning: this follows symlinks found by the walk: a planted symlink gives its owner the target file \(toctou/follows-link\)$`
	})
}

func named(root string) error { return filepath.WalkDir(root, open) }

func open(p string, d fs.DirEntry, err error) error {
	return os.Chmod(p, 0o644) // want `a planted symlink chooses the file whose mode changes`
}

func looked(p string, uid int) error {
	st, err := os.Lstat(p)
	if err != nil {
		return err
	}
	if err := os.Chmod(p, st.Mode()|0o200); err != nil { // want `^warning: line \d+ checked the symlink itself, and this follows it`
		return err
	}
	return os.Chown(p, uid, uid) // want `follows-link`
}

func fchmodat(dir int, p string) error {
	return unix.Fchmodat(dir, p, 0o600, 0) // want `^warning: a symlink under this name is followed: .*; give AT_SYMLINK_NOFOLLOW, or use a descriptor`
}

// given changes the mode of what the new owner can exchange already.
func given(root string, uid int) error {
	return filepath.Walk(root, func(p string, info os.FileInfo, err error) error {
		if err := os.Lchown(p, uid, uid); err != nil {
			return err
		}
		if info.Mode()&os.ModeSymlink == 0 {
			return os.Chmod(p, info.Mode()) // want `follows-link`
		}
		return nil
	})
}

//go:build unix

package pathcheck

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// maxLinks is how many links one path may lead through, as in the kernel.
const maxLinks = 40

// Check accepts path if nobody but root, this process's effective user and the users of
// ours can change what it stands for: every directory that the kernel would go through,
// from the root directory down, belongs to one of them and is not writable by group or
// others, or has the sticky bit, which leaves each entry to its owner. Links on the way
// are followed and their own directories checked too; a link in a sticky directory must
// belong to one of them.
//
// The last element need not exist. If it is a directory, it is checked like those above
// it; if it is anything else, its own mode and owner are not looked at.
//
// The prefix that has been accepted cannot change any more, unless by those who are
// trusted, which is why names serve here: what is looked at next is below it.
func Check(path string, ours ...int) error {
	if path == "" {
		return &fs.PathError{Op: "check", Path: path, Err: fs.ErrNotExist}
	}
	w := walk{ours: append([]int{0, os.Geteuid()}, ours...)}
	at := "/"
	if !strings.HasPrefix(path, "/") {
		wd, err := os.Getwd()
		if err != nil {
			return err
		}
		path = wd + "/" + path
	}
	if err := w.dir(at); err != nil {
		return err
	}
	_, err := w.down(at, path)
	return err
}

type walk struct {
	ours  []int
	links int
}

// down goes from the directory at, which has been accepted, along path and returns where
// that ends.
func (w *walk) down(at, path string) (string, error) {
	elements := strings.FieldsFunc(path, func(r rune) bool { return r == '/' })
	for i, element := range elements {
		switch element {
		case ".":
			continue
		case "..":
			at = filepath.Dir(at) // at holds no links, and what is above it has been accepted
			continue
		}
		next := filepath.Join(at, element)
		fi, err := os.Lstat(next)
		if errors.Is(err, fs.ErrNotExist) && i == len(elements)-1 {
			return next, nil
		}
		if err != nil {
			return "", err
		}
		switch {
		case fi.Mode()&fs.ModeSymlink != 0:
			next, err = w.link(at, next, fi)
		case fi.IsDir():
			err = w.accept(next, fi)
		case i < len(elements)-1:
			err = &fs.PathError{Op: "check", Path: next, Err: syscall.ENOTDIR}
		}
		if err != nil {
			return "", err
		}
		at = next
	}
	return at, nil
}

// link follows the link name in the directory at.
func (w *walk) link(at, name string, fi fs.FileInfo) (string, error) {
	if w.links++; w.links > maxLinks {
		return "", &fs.PathError{Op: "check", Path: name, Err: syscall.ELOOP}
	}
	if err := w.owner(name, fi); err != nil {
		return "", err
	}
	target, err := os.Readlink(name)
	if err != nil {
		return "", err
	}
	if strings.HasPrefix(target, "/") {
		at = "/"
	}
	return w.down(at, target)
}

func (w *walk) dir(name string) error {
	fi, err := os.Lstat(name)
	if err != nil {
		return err
	}
	return w.accept(name, fi)
}

// accept takes a directory in which only the trusted can replace what is theirs.
func (w *walk) accept(name string, fi fs.FileInfo) error {
	if err := w.owner(name, fi); err != nil {
		return err
	}
	if fi.Mode().Perm()&0o022 != 0 && fi.Mode()&fs.ModeSticky == 0 {
		return &fs.PathError{Op: "check", Path: name, Err: fmt.Errorf("directory %w (mode %04o)", ErrWritable, fi.Mode().Perm())}
	}
	return nil
}

func (w *walk) owner(name string, fi fs.FileInfo) error {
	st, ok := fi.Sys().(*syscall.Stat_t)
	if !ok {
		return &fs.PathError{Op: "check", Path: name, Err: ErrOwner}
	}
	if !slices.Contains(w.ours, int(st.Uid)) {
		return &fs.PathError{Op: "check", Path: name, Err: fmt.Errorf("%w (uid %d)", ErrOwner, st.Uid)}
	}
	return nil
}

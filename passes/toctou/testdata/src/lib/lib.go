// Package lib looks and writes for others.
package lib

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// Exists reports whether there is something under the name.
func Exists(p string) (bool, error) {
	_, err := os.Stat(p)
	if os.IsNotExist(err) {
		return false, nil
	}
	return err == nil, err
}

// Save writes in place.
func Save(p string, b []byte) error { return os.WriteFile(p, b, 0o600) }

// SaveNew is wrong by itself; its callers are not told again.
func SaveNew(p string, b []byte) error {
	if _, err := os.Stat(p); err == nil {
		return os.ErrExist
	}
	return os.WriteFile(p, b, 0o600) // want `stat-then-create`
}

// Drop removes for others.
func Drop(p string) { os.Remove(p) }

// Give changes the owner for others.
func Give(p string, uid int) error { return os.Chown(p, uid, uid) }

// Protect changes the mode for others.
func Protect(p string) error { return os.Chmod(p, 0o600) }

// GiveLink changes the owner of the name itself.
func GiveLink(p string, uid int) error { return os.Lchown(p, uid, uid) }

// EachFile walks for others.
func EachFile(root string, do filepath.WalkFunc) error { return filepath.Walk(root, do) }

// Present asks only whether there is something.
func Present(p string) bool { return unix.Access(p, unix.F_OK) == nil }

// May asks for its callers' rights.
func May(p string, rights uint32) bool { return unix.Access(p, rights) == nil }

// Readable asks for the real user.
func Readable(p string) error { return unix.Access(p, unix.R_OK) }

var errOpen = errors.New("others can read it")

// Private asks for the permission bits.
func Private(p string) error {
	st, err := os.Stat(p)
	if err != nil {
		return err
	}
	if st.Mode().Perm()&0o077 != 0 {
		return errOpen
	}
	return nil
}

// CopyMode gives the mode of one file to another.
func CopyMode(p, q string) error {
	st, err := os.Stat(p)
	if err != nil {
		return err
	}
	if err := os.Chmod(q, st.Mode().Perm()); err != nil {
		return err
	}
	return nil
}

// Regular asks for the type.
func Regular(p string) error {
	st, err := os.Stat(p)
	if err != nil {
		return err
	}
	if !st.Mode().IsRegular() {
		return errOpen
	}
	return nil
}

// PrivateFile asks the open file.
func PrivateFile(f *os.File) error {
	st, err := f.Stat()
	if err != nil {
		return err
	}
	if st.Mode().Perm()&0o077 != 0 {
		return errOpen
	}
	return nil
}

// Mode leaves the question to its callers.
func Mode(p string) (fs.FileMode, error) {
	st, err := os.Stat(p)
	if err != nil {
		return 0, err
	}
	return st.Mode().Perm(), nil
}

// Read opens for others.
func Read(p string) ([]byte, error) { return os.ReadFile(p) }

// ReadPrivate is wrong by itself; its callers are not told again.
func ReadPrivate(p string) ([]byte, error) {
	if err := Private(p); err != nil {
		return nil, err
	}
	return os.ReadFile(p) // want `access-then-open`
}

// ModeOf is 0 for what is missing.
func ModeOf(p string) fs.FileMode {
	m, _ := Mode(p)
	return m
}

// Package lib wraps creation and chmod for others.
package lib

import (
	"os"
	"path/filepath"
)

// Create makes a file that others can read.
func Create(p string) (*os.File, error) {
	return os.OpenFile(p, os.O_CREATE|os.O_WRONLY, 0o644)
}

// Write creates a file with the caller's mode.
func Write(p string, b []byte, m os.FileMode) error { return os.WriteFile(p, b, m) }

// Protect sets the mode of a path.
func Protect(p string, m os.FileMode) error { return os.Chmod(p, m) }

// Save creates with one mode and ends with the other.
func Save(p string, b []byte, first, last os.FileMode) error {
	if err := os.WriteFile(p, b, first); err != nil {
		return err
	}
	return os.Chmod(p, last)
}

// SaveKey is wrong by itself; its callers are not told again.
func SaveKey(p string, b []byte) error {
	if err := os.WriteFile(p, b, 0o644); err != nil { // want `^error: os.WriteFile makes`
		return err
	}
	return os.Chmod(p, 0o600)
}

// EnsureDir makes a directory and sets its mode, also where it was there.
func EnsureDir(dir string, m os.FileMode) error {
	if err := os.MkdirAll(dir, m); err != nil {
		return err
	}
	return os.Chmod(dir, m)
}

// NewDir fails where there is one.
func NewDir(dir string) error {
	if err := os.Mkdir(dir, 0o700); err != nil {
		return err
	}
	return os.Chmod(dir, 0o750)
}

// Upload is wrong by itself; its callers are not told again.
func Upload(p string) error {
	return os.Chmod(filepath.Dir(p), 0o750) // want `chmod-foreign-dir`
}

// Replace puts a new file in place of the old one.
func Replace(p string, b []byte, m os.FileMode) error {
	f, err := os.CreateTemp(filepath.Dir(p), "new")
	if err != nil {
		return err
	}
	defer f.Close()
	if err := f.Chmod(m); err != nil {
		return err
	}
	if _, err := f.Write(b); err != nil {
		return err
	}
	return os.Rename(f.Name(), p)
}

// Swap writes in a directory of its own and puts that in place.
func Swap(p string, b []byte) error {
	dir, err := os.MkdirTemp(filepath.Dir(p), "new")
	if err != nil {
		return err
	}
	defer os.Remove(dir)
	tmp := filepath.Join(dir, "new")
	if err := os.WriteFile(tmp, b, 0o600); err != nil {
		return err
	}
	return os.Rename(tmp, p)
}

// WriteNew fails where there is a file.
func WriteNew(p string, b []byte) error {
	f, err := os.OpenFile(p, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.Write(b)
	return err
}

// Rewrite sets the mode of what was there before it writes.
func Rewrite(p string, b []byte) error {
	f, err := os.OpenFile(p, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := f.Chmod(0o600); err != nil {
		return err
	}
	_, err = f.Write(b)
	return err
}

// Private writes what its callers know to be secret.
func Private(p string, b []byte) error { return os.WriteFile(p, b, 0o600) }

// Missing reports whether there is nothing under the name.
func Missing(p string) bool {
	_, err := os.Lstat(p)
	return os.IsNotExist(err)
}

// Clear removes what is there.
func Clear(p string) { os.Remove(p) }

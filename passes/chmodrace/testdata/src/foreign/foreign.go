// Package foreign changes the modes of directories.
package foreign

import (
	"os"
	"path/filepath"
)

// Owned makes the directory itself, or fails.
func Owned(p string) error {
	dir := filepath.Dir(p)
	if err := os.Mkdir(dir, 0o700); err != nil {
		return err
	}
	return os.Chmod(dir, 0o750)
}

// Known is not the caller's choice.
func Known() error {
	return os.Chmod(filepath.Dir("/var/lib/x/state"), 0o700)
}

// Tree is the directory that the caller named.
func Tree(dir string) error { return os.Chmod(dir, 0o700) }

// Repaired looks before.
func Repaired(p string) error {
	dir := filepath.Dir(p)
	st, err := os.Lstat(dir)
	if err != nil {
		return err
	}
	if st.Mode().Perm() == 0o700 {
		return nil
	}
	return os.Chmod(dir, 0o700)
}

// Upload may be told to save to /tmp.
func Upload(dst string) error {
	dir := filepath.Dir(dst)
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return err
	}
	return os.Chmod(dir, 0o750) // want `^warning: sets the mode 0750 on the parent directory of caller-supplied path dst: .* \(chmodrace/chmod-foreign-dir\)$`
}

// Config is told by a field.
type Config struct{ Socket string }

// Prepare is reached through a method.
func (c *Config) Prepare() error {
	return os.Chmod(filepath.Dir(c.Socket), 0o700) // want `caller-supplied path c.Socket`
}

// Set leaves the mode to its caller, too.
func Set(p string, m os.FileMode) error {
	return os.Chmod(filepath.Dir(p), m) // want `^warning: sets a mode on the parent directory of caller-supplied path p`
}

// prepare is told by Open alone.
func prepare(p string) error { return os.Chmod(filepath.Dir(p), 0o700) }

// Open is reached from outside.
func Open(p string) error {
	return prepare(p) // want `caller-supplied path p`
}

// Again calls what was told already.
func Again(p string) error { return Upload(p) }

// Package widelib writes files for others.
package widelib

import (
	"io/fs"
	"os"
	"path/filepath"
)

// Write creates a file.
func Write(p string, b []byte, m fs.FileMode) error { return os.WriteFile(p, b, m) }

// Open hands everything on.
func Open(p string, flag int, m fs.FileMode) (*os.File, error) { return os.OpenFile(p, flag, m) }

// Atomic replaces a file.
func Atomic(p string, b []byte, m fs.FileMode) error {
	f, err := os.CreateTemp(filepath.Dir(p), "tmp")
	if err != nil {
		return err
	}
	if _, err := f.Write(b); err != nil {
		return err
	}
	if err := f.Chmod(m); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), p)
}

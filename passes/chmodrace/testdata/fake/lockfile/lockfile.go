// Package lockfile imitates a library that makes the directory of its file.
package lockfile

import (
	"os"
	"path/filepath"
)

// Lock opens the lock file, and makes its directory if need be.
func Lock(path string) (*os.File, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	return os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
}

// MkdirAll makes the directory with the caller's mode.
func MkdirAll(dir string, mode os.FileMode) error { return os.MkdirAll(dir, mode) }

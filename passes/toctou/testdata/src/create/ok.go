// Package create makes files that may be there already.
package create

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// directories are made in any case.
func directory(dir string) error {
	if _, err := os.Stat(dir); os.IsNotExist(err) {
		return os.MkdirAll(dir, 0o755)
	}
	return nil
}

// exclusive loses no race.
func exclusive(p string) (*os.File, error) {
	if _, err := os.Stat(p); err == nil {
		return nil, fs.ErrExist
	}
	return os.OpenFile(p, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
}

// either way the file is written.
func either(p string, b []byte) error {
	if _, err := os.Stat(p); os.IsNotExist(err) {
		return os.WriteFile(p, b, 0o644)
	}
	return os.WriteFile(p, b, 0o600)
}

// replaced is there on purpose.
func replaced(p string, b []byte) error {
	if _, err := os.Stat(p); err != nil {
		return err
	}
	return os.WriteFile(p, b, 0o600)
}

// other looks at another name.
func other(p string, b []byte) error {
	if _, err := os.Stat(p + ".lock"); err == nil {
		return errors.New("locked")
	}
	return os.WriteFile(p, b, 0o600)
}

// private is below a directory of its own.
func private(b []byte) error {
	dir, err := os.MkdirTemp("", "x")
	if err != nil {
		return err
	}
	p := filepath.Join(dir, "a")
	if _, err := os.Stat(p); err == nil {
		return nil
	}
	return os.WriteFile(p, b, 0o600)
}

// read does not create.
func read(p string) (*os.File, error) {
	if _, err := os.Stat(p); os.IsNotExist(err) {
		return nil, err
	}
	return os.OpenFile(p, os.O_RDWR, 0)
}

// told by the size, not by the presence.
func size(p string, b []byte) error {
	st, err := os.Stat(p)
	if err == nil && st.Size() > 10 {
		return nil
	}
	return os.WriteFile(p, b, 0o600)
}

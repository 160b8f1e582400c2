package create

import (
	"errors"
	"io/fs"
	"os"
)

func created(p string) (*os.File, error) {
	if _, err := os.Stat(p); os.IsNotExist(err) {
		return os.Create(p) // want `^note: os.Create after the existence check on line 10: .* \(toctou/stat-then-create\)$`
	}
	return nil, fs.ErrExist
}

func early(p string, b []byte) error {
	if _, err := os.Lstat(p); err == nil {
		return nil
	}
	return os.WriteFile(p, b, 0o600) // want `stat-then-create`
}

func is(p string, b []byte) error {
	_, err := os.Stat(p)
	if errors.Is(err, fs.ErrNotExist) {
		return os.WriteFile(p, b, 0o600) // want `stat-then-create`
	}
	return err
}

func combined(p string) error {
	if _, err := os.Stat(p); err != nil && !os.IsNotExist(err) {
		return err
	} else if err == nil {
		return fs.ErrExist
	}
	f, err := os.OpenFile(p, os.O_CREATE|os.O_RDWR|os.O_TRUNC, 0o600) // want `stat-then-create`
	if err != nil {
		return err
	}
	return f.Close()
}

func byHelper(p string, b []byte) error {
	if fileExists(p) {
		return nil
	}
	return os.WriteFile(p, b, 0o600) // want `stat-then-create`
}

func fileExists(p string) bool {
	_, err := os.Stat(p)
	return err == nil
}

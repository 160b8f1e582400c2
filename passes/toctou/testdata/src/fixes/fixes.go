// Package fixes has findings with fixes.
package fixes

import (
	"io/fs"
	"os"
	"path/filepath"
)

func created(p string) (*os.File, error) {
	if _, err := os.Stat(p); err == nil {
		return nil, fs.ErrExist
	}
	return os.Create(p) // want `stat-then-create`
}

func opened(p string) (*os.File, error) {
	if _, err := os.Stat(p); err == nil {
		return nil, fs.ErrExist
	}
	return os.OpenFile(p, os.O_CREATE|os.O_WRONLY, 0o600) // want `stat-then-create`
}

// written has no flags to change.
func written(p string, b []byte) error {
	if _, err := os.Stat(p); err == nil {
		return fs.ErrExist
	}
	return os.WriteFile(p, b, 0o600) // want `stat-then-create`
}

func owner(root string, uid int) error {
	return filepath.Walk(root, func(p string, info os.FileInfo, err error) error {
		if err != nil {
			return err
		}
		return os.Chown(p, uid, uid) // want `follows-link`
	})
}

// Package lib looks and writes for others.
package lib

import "os"

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

// Package lib wraps creation and chmod for others.
package lib

import "os"

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

//go:build linux

// Package lib writes and locks files for others.
package lib

import (
	"os"
	"strconv"
	"strings"
	"syscall"
)

// Read returns the number in a pid file.
func Read(path string) (int, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(strings.TrimSpace(string(b)))
}

// Write writes a file with a mode that its caller chooses.
func Write(path string, b []byte, mode os.FileMode) error { return os.WriteFile(path, b, mode) }

// Lock opens and locks a file, which its caller keeps.
func Lock(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

//go:build linux

// Package helpers: the companion library holds the lock.
package helpers

import (
	"errors"
	"os"
	"strconv"
)

func write(path string) error {
	if _, err := os.Stat(path); err == nil {
		return errors.New("running")
	}
	return os.WriteFile(path, []byte(strconv.Itoa(os.Getpid())), 0o644) // want "pidfile-race"
}

// The number of another process.
func child(pidfile string, pid int) error {
	if _, err := os.Stat(pidfile); err == nil {
		return errors.New("running")
	}
	return os.WriteFile(pidfile, []byte(strconv.Itoa(pid)), 0o644) // want "pidfile-race"
}

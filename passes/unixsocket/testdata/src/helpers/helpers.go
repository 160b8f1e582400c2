// Package helpers: the companion library knows which socket is stale.
package helpers

import (
	"errors"
	"io/fs"
	"log"
	"net"
	"os"
)

func listen(path string) (net.Listener, error) {
	os.Remove(path) // want "stale-remove-race"
	return net.Listen("unix", path)
}

func narrowed(path string) (net.Listener, error) {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) { // want "stale-remove-race"
		return nil, err
	}
	l, err := net.Listen("unix", path) // want "listen-then-chmod"
	if err != nil {
		return nil, err
	}
	return l, os.Chmod(path, 0o660)
}

// What else the statement does must stay.
func counted(path string) (net.Listener, error) {
	err := os.Remove(path) // want "stale-remove-race"
	log.Print(err)
	return net.Listen("unix", path)
}

var isMissing = func(err error) bool { return errors.Is(err, fs.ErrNotExist) }

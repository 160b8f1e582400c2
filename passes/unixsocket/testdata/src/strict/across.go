//go:build linux

package strict

import (
	"net"
	"os"

	"github.com/permvet/permvet/passes/unixsocket/testdata/src/lib"
)

// The lock is taken in the other package.
func lockedThere(path string) error {
	if err := lib.Lock(path); err != nil {
		return err
	}
	os.Remove(path)
	_, err := lib.Open(path)
	return err
}

// Removed where it is not listened, and after.
func elsewhere(path string) {
	os.Remove(path + ".1")
	lib.Open(path)
	os.Remove(path)
}

func listensThere(path string) (net.Listener, error) {
	if err := os.Remove(path); err != nil && !os.IsNotExist(err) { // want `^note: socket removed before listening on line 33 without a lock: .*stale-remove-race`
		return nil, err
	}
	return lib.Open(path)
}

// It has no file to leave behind.
func noFile() (net.Listener, error) {
	fd, err := lib.Abstract("strict") // want "abstract-socket"
	if err != nil {
		return nil, err
	}
	return net.FileListener(os.NewFile(uintptr(fd), "strict"))
}

// Another descriptor than the one that was bound.
func another(path string, fd int) (net.Listener, error) {
	if _, err := lib.Bind(path); err != nil {
		return nil, err
	}
	return net.FileListener(os.NewFile(uintptr(fd), path))
}

func boundThere(path string) (net.Listener, error) {
	fd, err := lib.Bind(path)
	if err != nil {
		return nil, err
	}
	return net.FileListener(os.NewFile(uintptr(fd), path)) // want `^note: a listener made from a descriptor leaves the file that line 54 bound behind .*listener-not-unlinked`
}

//go:build linux

// Package strict holds what only -strict shows.
package strict

import (
	"flag"
	"net"
	"os"
	"path/filepath"
	"syscall"

	"golang.org/x/sys/unix"
)

// Nobody else can have a socket there.
func fresh() {
	dir, _ := os.MkdirTemp("", "a")
	path := filepath.Join(dir, "sock")
	os.Remove(path)
	net.Listen("unix", path)
}

// Afterwards, deferred, another name, another turn.
func cleanup(path string) {
	defer os.Remove(path)
	os.Remove(path + ".old")
	net.Listen("unix", path)
	os.Remove(path)
}

func lock(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
}

func locked(path string) {
	if lock(path+".lock") != nil {
		return
	}
	os.Remove(path)
	net.Listen("unix", path)
}

// lockedAbove takes the lock for the function below.
func lockedAbove(path string) {
	lock(path + ".lock")
	replace(path)
}

func replace(path string) {
	os.Remove(path)
	net.Listen("unix", path)
}

func stale(path string) {
	os.Remove(path) // want `^note: socket removed before listening on line 61 without a lock: a running server is silently cut off, and concurrent starts all succeed \(unixsocket/stale-remove-race\)$`
	net.Listen("unix", path)
}

func probed(path string) {
	if c, err := net.Dial("unix", path); err == nil {
		c.Close()
		return
	}
	if err := os.RemoveAll(path); err != nil { // want "^note: .*stale-remove-race"
		return
	}
	net.ListenUnix("unix", &net.UnixAddr{Name: path})
}

// Bound by somebody else, or removed when it is closed.
func inherited(f *os.File) (net.Listener, error) { return net.FileListener(f) }

func kept(fd int, path string) (net.Listener, error) {
	if err := unix.Bind(fd, &unix.SockaddrUnix{Name: path}); err != nil {
		return nil, err
	}
	return net.FileListener(os.NewFile(uintptr(fd), path)) // want `^note: a listener made from a descriptor leaves the file that line 79 bound behind when it is closed, and the next start finds the name taken; call SetUnlinkOnClose\(true\) \(unixsocket/listener-not-unlinked\)$`
}

var socket = flag.String("socket", "strict.sock", "where to listen")

func option() {
	os.Remove(*socket) // want "stale-remove-race"
	net.Listen("unix", *socket)
}

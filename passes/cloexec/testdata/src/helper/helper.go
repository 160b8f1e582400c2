//go:build darwin

// Package helper makes sockets where there is no flag for it.
package helper

import (
	"os/exec"

	"golang.org/x/sys/unix"

	"github.com/permvet/permvet/safecreate/cloexec"
)

func run() error { return exec.Command("true").Run() }

// Marked is a negative that looks like a bug.
func Marked() (int, error) {
	return cloexec.New(func() (int, error) { return unix.Socket(unix.AF_ROUTE, unix.SOCK_RAW, 0) })
}

func Bare() (int, error) {
	return unix.Socket(unix.AF_ROUTE, unix.SOCK_RAW, 0) // want `error: unix.Socket cannot set close-on-exec on darwin`
}

func Assigned() (int, error) {
	fd, err := unix.Socket(unix.AF_ROUTE, unix.SOCK_RAW, 0) // want `error: unix.Socket cannot set close-on-exec on darwin`
	if err != nil {
		return -1, err
	}
	return fd, nil
}

//go:build unix && !aix

// Package unixes is built for every Unix: a fix must compile on all of them.
package unixes

import (
	"os/exec"
	"syscall"

	"golang.org/x/sys/unix"
)

func run() error { return exec.Command("true").Run() }

// Open gets the flag: all have it.
func Open(p string) (int, error) { return unix.Open(p, unix.O_RDONLY, 0) } // want `unix.Open without O_CLOEXEC`

// Socket cannot, because of darwin, and gets the lock.
func Socket() (int, error) {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0) // want `unix.Socket`
	return fd, err
}

// Pair is marked at both ends.
func Pair() ([2]int, error) {
	p, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM, 0) // want `syscall.Socketpair`
	if err != nil {
		return p, err
	}
	return p, nil
}

// Accept must not hold the lock while it waits: no fix.
func Accept(l int) (int, error) {
	fd, _, err := unix.Accept(l) // want `unix.Accept cannot set close-on-exec`
	return fd, err
}

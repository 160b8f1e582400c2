//go:build linux

// Package netns leaves the network of its process, which has nothing to do with
// the umask.
package netns

import (
	"os"

	"golang.org/x/sys/unix"
)

func daemon() error {
	if err := unix.Unshare(unix.CLONE_NEWNET); err != nil {
		return err
	}
	unix.Umask(0)
	return nil
}

func export(p string) {
	_, _ = os.Create(p) // want `^error: os.Create creates a file with mode 0666, and netns.go:17 clears the umask: any user can write to it`
}

//go:build linux

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
)

// disk is an ext4 of the program's own: a file system that gives inode numbers again at once,
// and whose syncs cost something.
const disk = "/tmp/compare-ext4"

func mountDisk() error {
	if err := os.MkdirAll(disk, 0o755); err != nil {
		return err
	}
	image := filepath.Clean(disk) + ".image"
	for _, c := range []*exec.Cmd{
		exec.Command("truncate", "-s", "256M", image),
		exec.Command("mkfs.ext4", "-q", "-F", image),
		exec.Command("mount", "-o", "loop", image, disk),
	} {
		if out, err := c.CombinedOutput(); err != nil {
			return fmt.Errorf("%s: %w: %s", c.Path, err, out)
		}
	}
	return nil
}

func unmountDisk() {
	syscall.Unmount(disk, syscall.MNT_DETACH)
	os.Remove(disk)
	os.Remove(disk + ".image")
}

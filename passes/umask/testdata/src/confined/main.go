// Command confined clears its umask in a place of its own, or before it is there.
package main

import (
	"os"
	"syscall"
)

// Right, as far as the modes go that it is told: a note.
func sandbox(root string) error {
	if err := syscall.Chroot(root); err != nil {
		return err
	}
	syscall.Umask(0)
	return os.Mkdir("/work", 0o755)
}

func before(root string) error {
	syscall.Umask(0)
	return syscall.Chroot(root)
}

// The log is made outside of the new root, by everybody's leave.
func tooEarly(root string) error {
	syscall.Umask(0) // want `^error: umask 0000 makes new files world-writable: .*permissive-umask`
	f, err := os.OpenFile("/var/log/app.log", os.O_CREATE|os.O_WRONLY, 0o666)
	if err != nil {
		return err
	}
	defer f.Close()
	return syscall.Chroot(root)
}

func main() {
	sandbox("/srv/a")
	before("/srv/b")
	tooEarly("/srv/c")
}

package helpers

import (
	"os"
	"syscall"
)

func jail(dir string) error {
	if _, err := os.Stat(dir); err != nil {
		return err
	}
	return syscall.Chroot(dir) // want `chroot-no-chdir`
}

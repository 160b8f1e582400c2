// Package dropper has privileges to give up.
package dropper

import (
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

func drop(uid int) error { return syscall.Setuid(uid) }

func read(p string) ([]byte, error) {
	if err := unix.Access(p, unix.R_OK); err != nil {
		return nil, err
	}
	return os.ReadFile(p) // want `^warning: access check on line 14 uses the real user's permissions, .*access-then-open`
}

func create(p string) error {
	if _, err := os.Stat(p); os.IsNotExist(err) {
		return os.WriteFile(p, nil, 0o600) // want `^warning: .*stat-then-create`
	}
	return nil
}

//go:build linux

// Package repaired opens files that it gives another mode.
package repaired

import (
	"os"
	"syscall"
)

// A new file cannot be a link.
func exclusive(p string, mode os.FileMode) error {
	f, err := os.OpenFile(p, os.O_CREATE|os.O_EXCL|os.O_RDWR, mode)
	if err != nil {
		return err
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return err
	}
	if st.Mode() != mode {
		return f.Chmod(mode)
	}
	return nil
}

// Links are refused.
func refused(p string, mode os.FileMode) error {
	f, err := os.OpenFile(p, os.O_CREATE|syscall.O_NOFOLLOW, mode)
	if err != nil {
		return err
	}
	defer f.Close()
	if st, err := f.Stat(); err == nil && st.Mode() != mode {
		return f.Chmod(mode)
	}
	return nil
}

// The umask is made up for, whatever was there.
func exact(p string) error {
	f, err := os.OpenFile(p, os.O_CREATE|os.O_RDWR, 0o640)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Chmod(0o640)
}

// Only root can put a link there.
func rooted(mode os.FileMode) error {
	f, err := os.OpenFile("/etc/repaired.conf", os.O_CREATE, mode)
	if err != nil {
		return err
	}
	defer f.Close()
	if st, err := f.Stat(); err == nil && st.Mode() != mode {
		return f.Chmod(mode)
	}
	return nil
}

// And now the real one.
func repair(p string, mode os.FileMode) error {
	f, err := os.OpenFile(p, os.O_CREATE, mode) // want `^note: a symlink under this name is followed, and line \d+ changes the mode of its target; open with O_NOFOLLOW \(toctou/follows-link\)$`
	if err != nil {
		return err
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return err
	}
	if st.Mode() != mode {
		if err := f.Chmod(mode); err != nil {
			return err
		}
	}
	return nil
}

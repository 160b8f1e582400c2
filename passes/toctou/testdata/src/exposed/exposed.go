// Package exposed races for names where others can win, and where they cannot.
package exposed

import (
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// In the user's own place, or in one that nobody knows, only a second instance
// comes in between.
func own(p string) error {
	home, err := os.UserHomeDir()
	if err != nil {
		return err
	}
	p = filepath.Join(home, ".config", p)
	if _, err := os.Stat(p); os.IsNotExist(err) {
		return os.WriteFile(p, nil, 0o600)
	}
	return nil
}

func unknown(p string) error {
	if _, err := os.Stat(p); os.IsNotExist(err) {
		return os.WriteFile(p, nil, 0o600)
	}
	return nil
}

func system() error {
	if _, err := os.Stat("/etc/app.conf"); os.IsNotExist(err) {
		return os.WriteFile("/etc/app.conf", nil, 0o644)
	}
	return nil
}

// A directory that only this user enters.
func closed(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	p := filepath.Join(dir, "state")
	if _, err := os.Stat(p); os.IsNotExist(err) {
		return os.WriteFile(p, nil, 0o600)
	}
	return nil
}

func shared(name string) error {
	p := filepath.Join("/var/tmp", name)
	if _, err := os.Stat(p); os.IsNotExist(err) {
		return os.WriteFile(p, nil, 0o600) // want `^warning: os.WriteFile after the existence check on line 53: .*stat-then-create`
	}
	return nil
}

// The name can be known: check tempfile says so, and its fix ends this too.
func known() error {
	if _, err := os.Stat("/var/tmp/state"); os.IsNotExist(err) {
		return os.WriteFile("/var/tmp/state", nil, 0o600)
	}
	return nil
}

// Check pidfile says so.
func pid(pidfile string) error {
	if _, err := os.Stat(pidfile); os.IsNotExist(err) && os.Geteuid() == 0 {
		return os.WriteFile(pidfile, nil, 0o600)
	}
	return nil
}

// One instance at a time.
func locked(lock *os.File, name string) error {
	p := filepath.Join("/var/tmp", name)
	if err := unix.Flock(int(lock.Fd()), unix.LOCK_EX); err != nil {
		return err
	}
	if _, err := os.Stat(p); os.IsNotExist(err) {
		return os.WriteFile(p, nil, 0o600)
	}
	return nil
}

func opened(dir string) error {
	if err := os.Chmod(dir, 0o777); err != nil {
		return err
	}
	p := filepath.Join(dir, "state")
	if _, err := os.Stat(p); os.IsNotExist(err) {
		return os.WriteFile(p, nil, 0o600) // want `^warning: .*stat-then-create`
	}
	return nil
}

func asRoot(p string) error {
	if os.Geteuid() == 0 {
		if _, err := os.Stat(p); os.IsNotExist(err) {
			return os.WriteFile(p, nil, 0o600) // want `^warning: .*stat-then-create`
		}
	}
	return nil
}

// Only root renames there.
func link(uid int) error {
	const p = "/etc/app/state"
	if _, err := os.Lstat(p); err != nil {
		return err
	}
	return os.Chown(p, uid, uid)
}

package a

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
)

func pidPathOf(dir string) string { return filepath.Join(dir, "run", "daemon.pid") }

// The check and the creation are two functions that one calls after the other.
func start(dir string) error {
	if err := refuse(dir); err != nil {
		return err
	}
	return record(dir)
}

func refuse(dir string) error {
	b, err := os.ReadFile(pidPathOf(dir))
	if err != nil {
		return nil
	}
	n, _ := strconv.Atoi(string(b))
	if syscall.Kill(n, 0) == nil {
		return errors.New("it runs")
	}
	return nil
}

func record(dir string) error {
	return os.WriteFile(pidPathOf(dir), []byte(self()), 0o644) // want `^warning: pid file written after the check on line 15: .*pidfile-race`
}

// Right: only one of two makes it.
func startExclusive(dir string) error {
	if err := refuse(dir); err != nil {
		return err
	}
	return recordExclusive(dir)
}

func recordExclusive(dir string) error {
	f, err := os.OpenFile(pidPathOf(dir), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.WriteString(self())
	return err
}

// Everybody can write it, and two can make it: one finding.
func careless() error {
	const path = "/run/careless.pid"
	if _, err := os.Stat(path); err == nil {
		return errors.New("it runs")
	}
	return os.WriteFile(path, []byte(self()), 0o666) // want `^error: pid file with mode 0666: any user can choose which process is killed when the daemon is stopped; use 0644 and O_EXCL: two instances starting at once both pass the check on line 58 \(pidfile/pidfile-writable\)$`
}

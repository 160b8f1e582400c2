//go:build linux

// Package held: the companion library keeps the lock, in place of statements
// that do nothing else.
package held

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"syscall"
)

// What else is done has to stay.

var errRunning = errors.New("another instance runs")

func wrapped(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return fmt.Errorf("pid file: %w", err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil { // want "pidfile-lock-lost"
		return errRunning
	}
	_, err = f.WriteString(strconv.Itoa(os.Getpid()))
	return err
}

func waits(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil { // want "pidfile-lock-lost"
		return err
	}
	_, err = f.WriteString(strconv.Itoa(os.Getpid()))
	return err
}

func empty(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil { // want "pidfile-lock-lost"
		return err
	}
	return nil
}

func content(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil { // want "pidfile-lock-lost"
		return err
	}
	_, err = f.WriteString("pid " + strconv.Itoa(os.Getpid()))
	return err
}

func wide(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o664)
	if err != nil {
		return err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil { // want "pidfile-lock-lost"
		return err
	}
	_, err = f.WriteString(strconv.Itoa(os.Getpid()))
	return err
}

func ready() {}

func more(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil { // want "pidfile-lock-lost"
		return err
	}
	ready()
	_, err = f.WriteString(strconv.Itoa(os.Getpid()))
	return err
}

func number(path string) (int, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return 0, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil { // want "pidfile-lock-lost"
		return 0, err
	}
	return f.WriteString(strconv.Itoa(os.Getpid()))
}

// And now what can go.

func lock(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil { // want "pidfile-lock-lost"
		f.Close()
		return err
	}
	if err := f.Truncate(0); err != nil {
		return err
	}
	_, err = f.WriteString(strconv.Itoa(os.Getpid()))
	return err
}

func daemon(dir string) error {
	err := os.Mkdir(dir, 0o755)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(dir+"/pid", os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil { // want "pidfile-lock-lost"
		return err
	}
	if _, err = f.WriteString(strconv.Itoa(os.Getpid()) + "\n"); err != nil {
		return err
	}
	return nil
}

func careless(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o640)
	if err != nil {
		return err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil { // want "pidfile-lock-lost"
		return err
	}
	f.WriteString(strconv.Itoa(os.Getpid()))
	return nil
}

//go:build linux

// Package locks holds locks that live long enough, and then those that do not.
package locks

import (
	"os"
	"runtime"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/permvet/permvet/passes/pidfile/testdata/src/lib"
)

var kept *os.File

const (
	path      = "/run/locks.pid"
	exclusive = syscall.LOCK_EX | syscall.LOCK_NB
)

func global() error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return err
	}
	kept = f
	return syscall.Flock(int(f.Fd()), exclusive)
}

type lock struct{ f *os.File }

func field() (*lock, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), exclusive); err != nil {
		f.Close()
		return nil, err
	}
	return &lock{f: f}, nil
}

// For as long as something is done.
func section(work func()) error {
	f, err := os.OpenFile(path+".lock", os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
		return err
	}
	work()
	return nil
}

func released(work func()) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	if err := unix.Flock(int(f.Fd()), unix.LOCK_SH); err != nil {
		return err
	}
	work()
	return unix.Flock(int(f.Fd()), unix.LOCK_UN)
}

// A bare descriptor belongs to nobody, and no collector closes it.
func number() error {
	fd, err := unix.Open(path, unix.O_CREAT|unix.O_RDWR|unix.O_CLOEXEC, 0o644)
	if err != nil {
		return err
	}
	return unix.Flock(fd, unix.LOCK_EX|unix.LOCK_NB)
}

func closure() (func(), error) {
	f, err := lib.Lock(path)
	if err != nil {
		return nil, err
	}
	return func() { f.Close() }, nil
}

func alive(serve func()) {
	f, err := lib.Lock(path)
	if err != nil {
		return
	}
	serve()
	runtime.KeepAlive(f)
}

// Emptied under the lock; an empty lock file has nothing to lose.
func truncated() (*os.File, error) {
	if f, err := os.Create("/run/locks.lock"); err == nil {
		kept = f
		syscall.Flock(int(f.Fd()), exclusive)
	}
	f, err := lib.Lock(path)
	if err != nil {
		return nil, err
	}
	if err := f.Truncate(0); err != nil {
		return nil, err
	}
	_, err = f.WriteString(strconv.Itoa(os.Getpid()))
	return f, err
}

// And now the real ones.

func forgotten() error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return err
	}
	if err := syscall.Flock(int(f.Fd()), exclusive); err != nil { // want `^warning: the locked file opened on line 119 becomes unreachable: when it is garbage-collected the lock is released; keep it alive for the life of the process \(pidfile/pidfile-lock-lost\)$`
		f.Close()
		return err
	}
	if err := f.Truncate(0); err != nil {
		return err
	}
	_, err = f.WriteString(strconv.Itoa(os.Getpid()))
	return err
}

func dropped() error {
	_, err := lib.Lock(path) // want "pidfile-lock-lost"
	return err
}

func emptied() error {
	f, err := os.Create(path) // want `^warning: pid file truncated before the lock on line 145: a second instance erases the running one's pid; open it without O_TRUNC and truncate under the lock \(pidfile/pidfile-lock-lost\)$`
	if err != nil {
		return err
	}
	kept = f
	return syscall.Flock(int(f.Fd()), exclusive)
}

// Code behind an endless select is never reached, and the compiler knows.
func mainLoop() {
	f, err := lib.Lock(path) // want "pidfile-lock-lost"
	if err != nil {
		return
	}
	select {}
	runtime.KeepAlive(f)
}

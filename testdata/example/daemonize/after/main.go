// Command after holds a locked pid file, enters the chroot for good and drops
// groups, group and user in the order that works.
package main

import (
	"errors"
	"fmt"
	"log"
	"os"
	"strconv"
	"syscall"
)

const (
	pidPath = "/var/run/daemonize.pid"
	root    = "/var/lib/daemonize"
	nobody  = 65534
)

// pidFile is kept for the life of the process: closing it drops the lock.
var pidFile *os.File

func main() {
	if err := os.MkdirAll(root, 0o700); err != nil {
		log.Fatal(err)
	}
	if err := lockPID(); err != nil {
		log.Fatal(err)
	}
	if err := drop(); err != nil {
		log.Fatal(err)
	}
	serve()
}

func lockPID() error {
	f, err := os.OpenFile(pidPath, os.O_CREATE|os.O_RDWR|syscall.O_NOFOLLOW, 0o644)
	if err != nil {
		return err
	}
	pidFile = f
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return fmt.Errorf("%s: another daemon runs: %w", pidPath, err)
	}
	if err := f.Truncate(0); err != nil {
		return err
	}
	_, err = f.WriteString(strconv.Itoa(os.Getpid()))
	return err
}

func drop() error {
	if err := syscall.Chdir(root); err != nil {
		return err
	}
	if err := syscall.Chroot("."); err != nil {
		return err
	}
	if err := syscall.Chdir("/"); err != nil {
		return err
	}
	if err := syscall.Setgroups([]int{nobody}); err != nil {
		return err
	}
	if err := syscall.Setresgid(nobody, nobody, nobody); err != nil {
		return err
	}
	if err := syscall.Setresuid(nobody, nobody, nobody); err != nil {
		return err
	}
	if syscall.Setuid(0) == nil {
		return errors.New("root can be regained")
	}
	return nil
}

func serve() { select {} }

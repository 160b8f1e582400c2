// Command before daemonises the classic way, with each classic mistake: the
// umask is cleared for good, the pid file is anybody's to write, the chroot
// keeps a door open, and the group is dropped when it no longer can be.
package main

import (
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

func init() {
	syscall.Umask(0)
}

func main() {
	if err := os.MkdirAll(root, 0o777); err != nil {
		log.Fatal(err)
	}
	if err := writePID(); err != nil {
		log.Fatal(err)
	}
	if err := syscall.Chroot(root); err != nil {
		log.Fatal(err)
	}
	syscall.Setuid(nobody)
	syscall.Setgid(nobody)
	serve()
}

func writePID() error {
	if _, err := os.Stat(pidPath); err == nil {
		return os.ErrExist
	}
	return os.WriteFile(pidPath, []byte(strconv.Itoa(os.Getpid())), 0o666)
}

func serve() { select {} }

// Command initproc is a process of its own: what it does to its umask concerns
// nobody else.
package main

import (
	"os"
	"syscall"
)

func mounts(p string) error {
	old := syscall.Umask(0)
	err := os.Mkdir(p, 0o777)
	syscall.Umask(old)
	return err
}

// The image is replaced afterwards, here or in a helper.
func start(argv []string) error {
	if err := mounts("/a"); err != nil {
		return err
	}
	go func() {}()
	return run(argv)
}

func run(argv []string) error { return syscall.Exec(argv[0], argv, nil) }

func main() {
	if os.Getpid() == 1 {
		old := syscall.Umask(0)
		os.Mkdir("/b", 0o777)
		syscall.Umask(old)
	}
	start(os.Args)
}

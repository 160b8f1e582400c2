// Command alone starts no goroutine and serves nothing: nobody else creates files
// meanwhile.
package main

import (
	"os"
	"syscall"
)

func main() {
	old := syscall.Umask(0) // want `^note: the umask is process-wide: .*umask-window`
	os.Mkdir("/a", 0o777)
	syscall.Umask(old)
	read := syscall.Umask(0) // want `^note: reading the umask .*umask-read`
	syscall.Umask(read)
	if err := early(); err != nil {
		os.Exit(1)
	}
}

func early() error {
	old := syscall.Umask(0o077) // want `^note: a return before line \d+ leaves the process umask .*umask-not-restored`
	if err := os.Mkdir("/b", 0o777); err != nil {
		return err
	}
	syscall.Umask(old)
	return nil
}

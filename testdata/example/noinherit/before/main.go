// Command before takes and releases a file lock while another goroutine starts
// children. Its descriptor is not close-on-exec: a child that is forked while
// the file is open keeps it open, and the lock with it, long after this
// program has closed it. It counts how often that happens.
package main

import (
	"errors"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

const rounds = 500

func main() {
	dir, err := os.MkdirTemp("", "noinherit")
	if err != nil {
		log.Fatal(err)
	}
	held := 0
	for range rounds {
		stuck, err := round(filepath.Join(dir, "lock"))
		if err != nil {
			log.Fatal(err)
		}
		if stuck {
			held++
		}
	}
	fmt.Printf("without O_CLOEXEC: the closed lock was still held in %d of %d rounds\n", held, rounds)
	if err := os.RemoveAll(dir); err != nil {
		log.Fatal(err)
	}
}

// round uses the lock while a child is started, waits until both are done, and
// reports whether the lock is still held although nobody here holds it.
func round(path string) (stuck bool, err error) {
	used := make(chan error, 1)
	go func() { used <- use(path) }()

	child := exec.Command("cat") // runs until its input ends
	input, err := child.StdinPipe()
	if err != nil {
		return false, err
	}
	output, err := child.StdoutPipe()
	if err != nil {
		return false, err
	}
	if err := child.Start(); err != nil {
		return false, err
	}
	// The answer comes from the program that the child has executed: whatever
	// exec closes is closed by now.
	if _, err := input.Write([]byte{'.'}); err != nil {
		return false, err
	}
	if _, err := output.Read(make([]byte, 1)); err != nil {
		return false, err
	}
	if err := <-used; err != nil {
		return false, err
	}

	err = use(path)
	stuck = errors.Is(err, syscall.EWOULDBLOCK)
	if stuck {
		err = nil
	}
	return stuck, errors.Join(err, input.Close(), child.Wait())
}

// use locks the file, works for a moment and closes it, which gives the lock
// back unless somebody else has the descriptor too.
func use(path string) error {
	fd, err := syscall.Open(path, syscall.O_RDWR|syscall.O_CREAT, 0o600)
	if err != nil {
		return err
	}
	err = syscall.Flock(fd, syscall.LOCK_EX|syscall.LOCK_NB)
	if err == nil {
		time.Sleep(100 * time.Microsecond) // the work
	}
	return errors.Join(err, syscall.Close(fd))
}

//go:build linux

// Package inherited adopts descriptors that whoever started the program left.
package inherited

import (
	"net"
	"os"
	"os/exec"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"
)

func spawn() error { return exec.Command("true").Run() }

// Negatives that look like bugs.

func marked() ([]*os.File, error) {
	n, err := strconv.Atoi(os.Getenv("LISTEN_FDS"))
	if err != nil {
		return nil, err
	}
	var files []*os.File
	for fd := 3; fd < 3+n; fd++ {
		syscall.CloseOnExec(fd)
		files = append(files, os.NewFile(uintptr(fd), "listener"))
	}
	return files, nil
}

func closed(i int) (net.Listener, error) {
	f := os.NewFile(3, "listener")
	l, err := net.FileListener(f)
	f.Close()
	return l, err
}

func closedIfGood(i int) (net.Listener, error) {
	f := os.NewFile(uintptr(3+i), "listener")
	l, err := net.FileListener(f)
	if err != nil {
		return nil, err
	}
	return l, f.Close()
}

func dumped(text string) error {
	_, err := os.NewFile(3, "dump").WriteString(text) // want `note: os.NewFile wraps an inherited file descriptor`
	return err
}

func allFirst(n int) []*os.File {
	for fd := 3; fd < 3+n; fd++ {
		mark(fd)
	}
	files := make([]*os.File, n)
	for i := range files {
		files[i] = os.NewFile(uintptr(3+i), "listener")
	}
	return files
}

func mark(fd int) { syscall.CloseOnExec(fd) }

func standard() *os.File { return os.NewFile(1, "stdout") }

func own(p string) (*os.File, error) {
	fd, err := unix.Open(p, unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(fd), p), nil
}

func callers(fd uintptr) *os.File { return os.NewFile(fd, "callers decide") }

func afterwards() *os.File {
	f := os.NewFile(4, "log")
	unix.CloseOnExec(int(f.Fd()))
	return f
}

// Positives.

func counted() []*os.File {
	n, _ := strconv.Atoi(os.Getenv("LISTEN_FDS"))
	var files []*os.File
	for fd := 3; fd < 3+n; fd++ {
		files = append(files, os.NewFile(uintptr(fd), "listener")) // want `warning: os.NewFile wraps an inherited file descriptor that is not close-on-exec, so every child inherits it too; call CloseOnExec on it first`
	}
	return files
}

func told() (*os.File, error) {
	fd, err := strconv.Atoi(os.Getenv("NOTIFY_FD"))
	if err != nil {
		return nil, err
	}
	f := os.NewFile(uintptr(fd), "notify") // want `warning: os.NewFile wraps an inherited file descriptor`
	return f, nil
}

func fixed() (net.Listener, error) {
	return net.FileListener(os.NewFile(3, "listener")) // want `warning: os.NewFile wraps an inherited file descriptor`
}

func through() *os.File {
	return callers(5) // want `warning: inherited.callers wraps an inherited file descriptor`
}

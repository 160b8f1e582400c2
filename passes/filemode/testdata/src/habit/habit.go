// Package habit leaves write access to the umask all over: that is told once.
package habit

import (
	"os"
	"path/filepath"
	"syscall"
)

func accepted(p string) error {
	return os.WriteFile(p, nil, 0o666) //permvet:ignore filemode/world-writable the users of this exchange share it
}

func store(p string) error {
	if err := os.MkdirAll(p, 0o777); err != nil { // want `^warning: os.MkdirAll creates a directory with mode 0777: only the umask keeps other users from writing to it; use 0755 \(and in 2 more places of this package\) \(filemode/world-writable\)$`
		return err
	}
	f, err := os.OpenFile(p+"/x", os.O_CREATE|os.O_WRONLY, 0o666)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.WriteString("x"); err != nil {
		return err
	}
	return os.WriteFile(p+"/y", []byte("y"), 0o666)
}

// A pipe for everybody that is meant: the chmod only undoes the umask. It is
// not told a second time.
func pipe() error {
	dir, err := os.MkdirTemp("", "x")
	if err != nil {
		return err
	}
	p := filepath.Join(dir, "pipe")
	if err := syscall.Mkfifo(p, 0o666); err != nil { // nobody reaches it
		return err
	}
	return os.Chmod(p, 0o666)
}

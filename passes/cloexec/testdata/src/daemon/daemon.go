//go:build linux

// Package daemon spawns and uses the wrappers of package library.
package daemon

import (
	"os"
	"os/exec"

	"github.com/permvet/permvet/passes/cloexec/testdata/src/library"
)

func good(dir int, p string) error {
	if _, err := library.OpenFlags(p, library.ReadMode); err != nil {
		return err
	}
	if _, err := library.OpenCloexec(dir, p, os.O_RDONLY, 0); err != nil {
		return err
	}
	return exec.Command("true").Run()
}

type state struct{ fd int }

func (s *state) bad(p string) (err error) {
	s.fd, err = library.OpenFlags(p, os.O_RDWR) // want `error: library.OpenFlags without O_CLOEXEC: every child inherits the descriptor, which is stored and stays open; add unix.O_CLOEXEC`
	return err
}

func (s *state) constant(p string) (err error) {
	s.fd, err = library.OpenFlags(p, library.WriteMode) // want `error: library.OpenFlags without O_CLOEXEC`
	return err
}

func (s *state) twice(p string) (err error) {
	s.fd, err = library.Retry(p, 0) // want `error: library.Retry without O_CLOEXEC`
	return err
}

func (s *state) marked(p string) error {
	fd, err := library.OpenFlags(p, os.O_RDWR) // want `warning: close-on-exec is set only after library.OpenFlags returned: a child that another goroutine starts in between inherits the descriptor; add unix.O_CLOEXEC`
	if err != nil {
		return err
	}
	library.Mark(fd)
	s.fd = fd
	return nil
}

func short(p string) error {
	fd, err := library.OpenFlags(p, os.O_RDONLY) // want `note: library.OpenFlags without O_CLOEXEC`
	if err != nil {
		return err
	}
	return library.Drop(fd)
}

type pipe struct{ child *os.File }

func (p *pipe) clears() error {
	return library.Clear(p.child.Fd()) // want `warning: library.Clear clears close-on-exec and no exec follows here`
}

func (p *pipe) clearsForChild() error {
	if err := library.Clear(p.child.Fd()); err != nil {
		return err
	}
	return exec.Command("child", "-fd", "3").Run()
}

//go:build windows

// Package winuser uses the wrappers of package winlib.
package winuser

import (
	"os/exec"
	"syscall"

	"golang.org/x/sys/windows"

	"github.com/permvet/permvet/passes/cloexec/testdata/src/winlib"
)

type server struct{ pipe windows.Handle }

// Negatives: nothing is inheritable, or the one child is told.

func (s *server) private(p *uint16) (err error) {
	if s.pipe, err = winlib.Open(p, nil); err != nil {
		return err
	}
	s.pipe, err = winlib.Open(p, &windows.SecurityAttributes{Length: 24})
	return err
}

func (s *server) kept() error { return winlib.Keep(s.pipe) }

func (s *server) copied(self windows.Handle) (windows.Handle, error) {
	return winlib.Duplicate(self, s.pipe, false)
}

func listed(p *uint16) error {
	h, err := winlib.Open(p, &windows.SecurityAttributes{InheritHandle: 1})
	if err != nil {
		return err
	}
	cmd := exec.Command("child")
	cmd.SysProcAttr = &syscall.SysProcAttr{AdditionalInheritedHandles: []syscall.Handle{syscall.Handle(h)}}
	return cmd.Run()
}

// Positives.

func (s *server) attributes(p *uint16) (err error) {
	s.pipe, err = winlib.Open(p, &windows.SecurityAttributes{InheritHandle: 1}) // want `warning: winlib.Open makes an inheritable handle \(InheritHandle is set\): every child started with inheritance on gets it`
	return err
}

func (s *server) shared() error {
	return winlib.Share(s.pipe) // want `warning: winlib.Share makes the handle inheritable: every child started with inheritance on gets it`
}

func (s *server) duplicated(self windows.Handle) (windows.Handle, error) {
	return winlib.Duplicate(self, s.pipe, true) // want `warning: winlib.Duplicate makes an inheritable handle`
}

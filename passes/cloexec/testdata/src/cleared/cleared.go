//go:build linux

// Package cleared takes close-on-exec off.
package cleared

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"

	"golang.org/x/sys/unix"
)

// Negatives: the program that needs the number follows, or nothing is cleared.

func reexec(f *os.File) error {
	if _, _, errno := unix.RawSyscall(unix.SYS_FCNTL, f.Fd(), unix.F_SETFD, 0); errno != 0 {
		return errno
	}
	return unix.Exec("/proc/self/exe", []string{"self", fmt.Sprint("--fd=", f.Fd())}, os.Environ())
}

type relay struct{ child *os.File }

func (r *relay) clear() error {
	_, err := unix.FcntlInt(r.child.Fd(), unix.F_SETFD, 0)
	return err
}

func (r *relay) start() error {
	if err := r.clear(); err != nil {
		return err
	}
	return syscall.Exec("/bin/sh", []string{"sh"}, os.Environ())
}

func sets(fd uintptr) error {
	flags, err := unix.FcntlInt(fd, unix.F_GETFD, 0)
	if err != nil {
		return err
	}
	flags |= unix.FD_CLOEXEC
	_, err = unix.FcntlInt(fd, unix.F_SETFD, flags)
	return err
}

func standard() error {
	_, err := unix.FcntlInt(os.Stdout.Fd(), unix.F_SETFD, 0)
	return err
}

func forCallers(fd uintptr) error {
	_, err := unix.FcntlInt(fd, unix.F_SETFD, 0)
	return err
}

// Positives.

type server struct {
	listener *os.File
	cmd      *exec.Cmd
}

func (s *server) expose() error {
	_, err := unix.FcntlInt(s.listener.Fd(), unix.F_SETFD, 0) // want `warning: unix.FcntlInt clears close-on-exec but no exec follows: every child process started from now on inherits the file descriptor; use exec.Cmd.ExtraFiles`
	return err
}

func (s *server) withMask() error {
	flags, err := unix.FcntlInt(s.listener.Fd(), unix.F_GETFD, 0)
	if err != nil {
		return err
	}
	_, err = unix.FcntlInt(s.listener.Fd(), unix.F_SETFD, flags&^unix.FD_CLOEXEC) // want `warning: unix.FcntlInt clears close-on-exec`
	return err
}

func (s *server) raw() error {
	_, _, errno := syscall.Syscall(syscall.SYS_FCNTL, s.listener.Fd(), syscall.F_SETFD, 0) // want `warning: SYS_FCNTL clears close-on-exec`
	if errno != 0 {
		return errno
	}
	return nil
}

func (s *server) throughWrapper() error {
	return forCallers(s.listener.Fd()) // want `warning: cleared.forCallers clears close-on-exec`
}

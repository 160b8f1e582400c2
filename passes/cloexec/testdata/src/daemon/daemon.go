//go:build linux

// Package daemon spawns and uses the wrappers of package library.
package daemon

import (
	"os"
	"os/exec"

	"golang.org/x/sys/unix"

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
	fd, err := library.OpenFlags(p, os.O_RDWR) // want `warning: close-on-exec is set only after library.OpenFlags returned: a child forked concurrently inherits the descriptor; add unix.O_CLOEXEC`
	if err != nil {
		return err
	}
	library.Mark(fd)
	s.fd = fd
	return nil
}

func short(p string) error {
	fd, err := library.OpenFlags(p, os.O_RDONLY) // want `warning: library.OpenFlags without O_CLOEXEC`
	if err != nil {
		return err
	}
	return library.Drop(fd)
}

type pipe struct{ child *os.File }

func (p *pipe) clears() error {
	return library.Clear(p.child.Fd()) // want `warning: library.Clear clears close-on-exec but no exec follows`
}

func (p *pipe) clearsForChild() error {
	if err := library.Clear(p.child.Fd()); err != nil {
		return err
	}
	return exec.Command("child", "-fd", "3").Run()
}

// Other names of the same bits, bits that are taken off, and flags in their own place.
func rightConstants(dir int, p string) error {
	if _, err := library.OpenCloexec(dir, p, unix.SOCK_CLOEXEC, 0); err != nil {
		return err
	}
	if _, err := library.Quiet(p, unix.FD_CLOEXEC); err != nil {
		return err
	}
	_, err := library.OpenFlags(p, unix.O_CLOEXEC|unix.O_PATH)
	return err
}

func wrongConstant(p string) (int, error) {
	return library.OpenFlags(p, unix.O_PATH|unix.FD_CLOEXEC) // want `error: FD_CLOEXEC is not the close-on-exec flag of library.OpenFlags: its value 0x1 means something else here, and every child inherits the descriptor; use O_CLOEXEC` related:`^library.go: func OpenFlags\(p string, flags int\) \(int, error\) \{ return unix\.Open\(p, flags, 0\) \}: it happens here$`
}

func wrongTwice(p string) (int, error) {
	return library.Retry(p, unix.FD_CLOEXEC) // want `error: FD_CLOEXEC is not the close-on-exec flag of library.Retry`
}

func wrongToo(dir int, p string) (int, error) {
	return library.OpenCloexec(dir, p, unix.FD_CLOEXEC, 0) // want `error: FD_CLOEXEC is not the close-on-exec flag of library.OpenCloexec: its value 0x1 means something else here, and O_CLOEXEC is given too`
}

// Messages without descriptors, and with the flag.
func credentials(s int, oob []byte) (*unix.Ucred, error) {
	n, err := library.Message(s, oob)
	if err != nil {
		return nil, err
	}
	msgs, err := unix.ParseSocketControlMessage(oob[:n])
	if err != nil {
		return nil, err
	}
	return unix.ParseUnixCredentials(&msgs[0])
}

func flagged(s int, oob []byte) ([]int, error) {
	n, err := library.Receive(s, oob, unix.MSG_CMSG_CLOEXEC)
	if err != nil {
		return nil, err
	}
	return library.Descriptors(oob[:n])
}

func inside(s int, oob []byte) ([]int, error) {
	n, err := library.Marked(s, oob)
	if err != nil {
		return nil, err
	}
	return library.Descriptors(oob[:n])
}

func toldThere(s int, oob []byte) ([]int, error) { return library.Accept(s, oob) }

func unflagged(s int, oob []byte) ([]int, error) {
	n, err := library.Receive(s, oob, unix.MSG_DONTWAIT) // want `warning: library.Receive without MSG_CMSG_CLOEXEC: every child inherits the descriptors that another process sends; add MSG_CMSG_CLOEXEC`
	if err != nil {
		return nil, err
	}
	return library.Descriptors(oob[:n])
}

func met(s int, oob []byte) ([]int, error) {
	n, err := library.Message(s, oob) // want `warning: library.Message without MSG_CMSG_CLOEXEC`
	if err != nil {
		return nil, err
	}
	msgs, err := unix.ParseSocketControlMessage(oob[:n])
	if err != nil {
		return nil, err
	}
	return unix.ParseUnixRights(&msgs[0])
}

// Descriptors of this process, the standard ones, and marked ones.
func adopts(p string) ([]*os.File, error) {
	fd, err := unix.Open(p, unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	return []*os.File{
		library.Adopt(uintptr(fd), p),
		library.Adopt(1, "stdout"),
		library.AdoptMarked(3, "listener"),
		library.AdoptMarked(library.Number(), "notify"),
	}, nil
}

func adoptsThird() *os.File {
	return library.Adopt(3, "listener") // want `warning: library.Adopt wraps an inherited file descriptor that is not close-on-exec, so every child inherits it too; call CloseOnExec on it first`
}

func adoptsTold() *os.File {
	return os.NewFile(uintptr(library.Number()), "notify") // want `warning: os.NewFile wraps an inherited file descriptor`
}

func adoptsNumber() *os.File {
	return library.Adopt(uintptr(library.Number()), "notify") // want `warning: library.Adopt wraps an inherited file descriptor`
}

func (s *state) resolved(dir int, p string) (err error) {
	s.fd, err = library.OpenHow(dir, p, &unix.OpenHow{Flags: unix.O_CLOEXEC | unix.O_NOFOLLOW})
	return err
}

func (s *state) resolvedOpen(dir int, p string) (err error) {
	s.fd, err = library.OpenHow(dir, p, &unix.OpenHow{Flags: unix.O_NOFOLLOW}) // want `error: library.OpenHow without O_CLOEXEC: every child inherits the descriptor, which is stored`
	return err
}

//go:build linux

// Package life spawns; how bad a descriptor without close-on-exec is depends on
// what it is and how long it lives.
package life

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"syscall"

	"golang.org/x/sys/unix"
)

func spawn() error { return exec.Command("true").Run() }

// Negatives that look like bugs.

func flagBefore(p string, more bool) (int, error) {
	flags := unix.O_RDONLY
	if more {
		flags |= unix.O_NONBLOCK
	}
	flags |= unix.O_CLOEXEC
	return unix.Open(p, flags, 0)
}

const openFlags = unix.O_RDONLY | unix.O_CLOEXEC | unix.O_NOFOLLOW

func namedFlags(p string) (int, error) { return unix.Open(p, openFlags, 0) }

func severalLines() (int, error) {
	return unix.Socket(
		unix.AF_UNIX,
		unix.SOCK_STREAM|
			unix.SOCK_CLOEXEC,
		0,
	)
}

func howLiteral(dir int, p string) (int, error) {
	return unix.Openat2(dir, p, &unix.OpenHow{
		Flags:   unix.O_PATH | unix.O_CLOEXEC,
		Resolve: unix.RESOLVE_BENEATH,
	})
}

func howLater(dir int, p string) (int, error) {
	var how unix.OpenHow
	how.Resolve = unix.RESOLVE_BENEATH
	how.Flags = unix.O_RDONLY | unix.O_CLOEXEC
	return unix.Openat2(dir, p, &how)
}

func equalBits(p string) (int, error) {
	return unix.Socket(unix.AF_UNIX, unix.SOCK_STREAM|unix.O_CLOEXEC, 0) // the same number on Linux
}

func lockPattern() (int, error) {
	syscall.ForkLock.RLock()
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0)
	if err == nil {
		unix.CloseOnExec(fd)
	}
	syscall.ForkLock.RUnlock()
	return fd, err
}

func lockDeferred() (int, error) {
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0)
	if err != nil {
		return -1, err
	}
	if _, err := unix.FcntlInt(uintptr(fd), unix.F_SETFD, unix.FD_CLOEXEC); err != nil {
		unix.Close(fd)
		return -1, err
	}
	return fd, nil
}

func bare(domain int) (int, error) { return unix.Socket(domain, unix.SOCK_STREAM, 0) }

func lockInCaller() (int, error) {
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	fd, err := bare(unix.AF_INET6)
	if err != nil {
		return -1, err
	}
	syscall.CloseOnExec(fd)
	return fd, nil
}

func ontoStandard(log *os.File) error {
	if err := unix.Dup2(int(log.Fd()), 2); err != nil {
		return err
	}
	return unix.Dup3(int(log.Fd()), int(os.Stdout.Fd()), 0)
}

func ontoEach(fds []int) error {
	for i, fd := range fds {
		if err := syscall.Dup2(fd, i); err != nil {
			return err
		}
	}
	return nil
}

func forExec(p string) error {
	fd, err := unix.Open(p, unix.O_RDONLY, 0)
	if err != nil {
		return err
	}
	return unix.Exec("/proc/self/exe", []string{"self", "-fd", strconv.Itoa(fd)}, os.Environ())
}

func goesOn(f *os.File, l *net.UnixListener) (*os.File, *os.File, error) {
	a, err := l.File()
	if err != nil {
		return nil, nil, err
	}
	b, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	return a, b, err
}

func unknownFlags(p string, flags func() int) (int, error) { return unix.Open(p, flags(), 0) }

// Positives, from the gravest.

type tree struct {
	root int
	once sync.Once
}

func (t *tree) stored(p string) (err error) {
	t.once.Do(func() {
		t.root, err = unix.Open(p, unix.O_RDONLY, 0) // want `error: unix.Open without O_CLOEXEC: every child inherits the descriptor, which is stored and stays open; add unix.O_CLOEXEC`
	})
	return err
}

var kept = map[string]int{}

func inMap(p string) error {
	fd, err := unix.Open(p, unix.O_WRONLY, 0) // want `error: .* stored and stays open`
	kept[p] = fd
	return err
}

func inGoroutine(p string) error {
	fd, err := unix.Open(p, unix.O_RDONLY, 0) // want `error: .* every child inherits the descriptor, which a goroutine keeps open`
	if err != nil {
		return err
	}
	go func() {
		defer unix.Close(fd)
		unix.Read(fd, make([]byte, 1))
	}()
	return nil
}

func overChannel(p string, c chan<- *os.File) error {
	fd, err := unix.Open(p, unix.O_RDONLY, 0) // want `error: .* stored and stays open`
	if err != nil {
		return err
	}
	c <- os.NewFile(uintptr(fd), p)
	return nil
}

func Returned(p string) (*os.File, error) {
	fd, err := unix.Open(p, unix.O_RDONLY, 0) // want `error: .* returned and stays open`
	if err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(fd), p), nil
}

type conn struct{ fd int }

func inStruct() (*conn, error) {
	fd, err := unix.Socket(unix.AF_UNIX, unix.SOCK_SEQPACKET, 0) // want `error: unix.Socket without SOCK_CLOEXEC: every child inherits the socket, which is returned and stays open; add unix.SOCK_CLOEXEC`
	if err != nil {
		return nil, err
	}
	return &conn{fd: fd}, nil
}

func directory(p string) error {
	dir, err := unix.Open(p, unix.O_DIRECTORY, 0) // want `warning: unix.Open without O_CLOEXEC: a child forked before it is closed inherits the directory descriptor`
	if err != nil {
		return err
	}
	defer unix.Close(dir)
	return unix.Fchmod(dir, 0o700)
}

func directoryByUse(p string) error {
	dir, err := unix.Open(p, unix.O_RDONLY, 0) // want `warning: .* inherits the directory descriptor`
	if err != nil {
		return err
	}
	defer unix.Close(dir)
	return below(dir)
}

func below(dir int) error {
	fd, err := unix.Openat(dir, "status", unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return err
	}
	return unix.Close(fd)
}

func pathLeaks(p string) error {
	fd, err := unix.Open(p, unix.O_PATH, 0) // want `error: .* the child started while it is open inherits the O_PATH descriptor`
	if err != nil {
		return err
	}
	defer unix.Close(fd)
	return exec.Command("cat", fmt.Sprintf("/proc/self/fd/%d", fd)).Run()
}

func device() (int, error) {
	return unix.Open("/dev/net/tun", unix.O_RDWR, 0) // want `error: .* every child inherits the device /dev/net/tun, which is returned`
}

func secretFile() error {
	fd, err := unix.Open("/etc/ssl/private/server-key.pem", unix.O_RDONLY, 0) // want `warning: .* inherits the descriptor of a secret file`
	if err != nil {
		return err
	}
	defer unix.Close(fd)
	return nil
}

func onlyOneEnd() error {
	var p [2]int
	if err := unix.Pipe(p[:]); err != nil { // want `error: unix.Pipe cannot set close-on-exec: the child started while it is open inherits the pipe; use Pipe2 with O_CLOEXEC|warning: unix.Pipe cannot set close-on-exec: the child started while it is open inherits the pipe; use Pipe2 with O_CLOEXEC`
		return err
	}
	cmd := exec.Command("cat")
	cmd.ExtraFiles = []*os.File{os.NewFile(uintptr(p[0]), "pipe")}
	return cmd.Run()
}

func spawnsMeanwhile(p string) error {
	fd, err := unix.Open(p, unix.O_RDONLY, 0) // want `warning: .* the child started while it is open inherits the descriptor`
	if err != nil {
		return err
	}
	err = spawn()
	return errors.Join(err, unix.Close(fd))
}

func notOnEveryPath(p string) error {
	fd, err := unix.Open(p, unix.O_RDONLY, 0) // want `warning: .* every child inherits the descriptor; add unix.O_CLOEXEC`
	if err != nil {
		return err
	}
	if _, err := unix.Read(fd, make([]byte, 8)); err != nil {
		return err
	}
	return unix.Close(fd)
}

type host interface{ FD() int }

func replaced(from, to host) error {
	return unix.Dup3(from.FD(), to.FD(), 0) // want `error: unix.Dup3 without O_CLOEXEC: every child inherits the duplicate`
}

func again(try func() error) (err error) {
	for range 3 {
		if err = try(); err != unix.EINTR {
			break
		}
	}
	return err
}

func inLiteral(p string) (int, error) {
	var fd int
	err := again(func() (err error) {
		fd, err = unix.Open(p, unix.O_RDONLY, 0) // want `error: unix.Open without O_CLOEXEC: every child inherits the descriptor, which is returned and stays open`
		return err
	})
	return fd, err
}

// What a child is given it gets as a duplicate: no other child should have it.

func forChild(p string) error {
	fd, err := unix.Open(p, unix.O_RDONLY, 0) // want `warning: unix.Open without O_CLOEXEC: the child it is passed to gets a duplicate, and every other child inherits the descriptor; add unix.O_CLOEXEC`
	if err != nil {
		return err
	}
	f := os.NewFile(uintptr(fd), p)
	defer f.Close()
	cmd := exec.Command("cat")
	cmd.ExtraFiles = append(cmd.ExtraFiles, f)
	return cmd.Run()
}

func forAttr(p string) (int, error) {
	fd, err := syscall.Open(p, syscall.O_RDONLY, 0) // want `warning: syscall.Open without O_CLOEXEC: the child it is passed to gets a duplicate, and every other child inherits the descriptor`
	if err != nil {
		return 0, err
	}
	return syscall.ForkExec("/bin/cat", []string{"cat"}, &syscall.ProcAttr{Files: []uintptr{0, 1, 2, uintptr(fd)}})
}

func forChildAndKept(p string) error {
	fd, err := unix.Dup(1) // want `error: unix.Dup cannot set close-on-exec: the child it is passed to gets a duplicate, and every other child inherits the descriptor`
	if err != nil {
		return err
	}
	f := os.NewFile(uintptr(fd), p)
	cmd := exec.Command("cat")
	cmd.Stdout = f
	go func() { f.Sync() }()
	return cmd.Start()
}

// In flight: closed before the function itself starts a child, but other
// goroutines of this package start some.

func short(p string) ([]byte, error) {
	fd, err := unix.Open(p, unix.O_RDONLY, 0) // want `warning: unix.Open without O_CLOEXEC: a child forked before it is closed inherits the descriptor`
	if err != nil {
		return nil, err
	}
	b := make([]byte, 64)
	n, err := unix.Read(fd, b)
	unix.Close(fd)
	if err != nil {
		return nil, err
	}
	return b[:n], spawn()
}

func shortSocket(ctx context.Context) error {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM, 0) // want `warning: unix.Socket without SOCK_CLOEXEC: a child forked`
	if err != nil {
		return err
	}
	defer func() { _ = unix.Close(fd) }()
	return poll(fd)
}

func poll(fd int) error {
	_, err := unix.Poll([]unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}, 0)
	return err
}

func literalClosed(p string) error {
	var fd int
	err := again(func() (err error) {
		fd, err = unix.Open(p, unix.O_RDONLY, 0) // want `warning: unix.Open without O_CLOEXEC: a child forked`
		return err
	})
	if err != nil {
		return err
	}
	return unix.Close(fd)
}

func rawShort(name *byte) error {
	fd, _, errno := syscall.Syscall(syscall.SYS_EPOLL_CREATE1, 0, 0, 0) // want `note: SYS_EPOLL_CREATE1 without EPOLL_CLOEXEC`
	if errno != 0 {
		return errno
	}
	return syscall.Close(int(fd))
}

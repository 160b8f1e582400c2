//go:build unix && !aix && (!solaris || illumos)

package safecreate

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
)

// sunPath is the room for a path in a socket address, less the final NUL.
const sunPath = len(syscall.RawSockaddrUnix{}.Path) - 1

// isAbstract tells whether address is one of Linux's names without a file.
func isAbstract(address string) bool {
	if runtime.GOOS != "linux" && runtime.GOOS != "android" {
		return false
	}
	return address == "" || address[0] == '@' || address[0] == 0
}

func (o *options) listenUnix(ctx context.Context, network, address string, perm fs.FileMode) (*net.UnixListener, *anchor, error) {
	typ := syscall.SOCK_STREAM
	if network == "unixpacket" {
		typ = syscall.SOCK_SEQPACKET
	}
	f, at, err := o.bindAt(ctx, typ, address, perm)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	l, err := net.FileListener(f) // has its own descriptor of the same socket
	if err != nil {
		return nil, nil, at.abandon(err)
	}
	return l.(*net.UnixListener), at, nil
}

func (o *options) listenUnixgram(ctx context.Context, address string, perm fs.FileMode) (*net.UnixConn, error) {
	f, at, err := o.bindAt(ctx, syscall.SOCK_DGRAM, address, perm)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	c, err := net.FilePacketConn(f)
	if err != nil {
		return nil, at.abandon(err)
	}
	at.release()
	return c.(*net.UnixConn), nil
}

// abandon removes an object that has turned out to be of no use.
func (a *anchor) abandon(err error) error {
	a.remove()
	a.release()
	return err
}

// bindAt returns a socket that is bound to address and, unless it is a datagram socket,
// listens, and the way back to its file, all under the lock of the address.
func (o *options) bindAt(ctx context.Context, typ int, address string, perm fs.FileMode) (*os.File, *anchor, error) {
	name, err := socketPath(address)
	if err != nil {
		return nil, nil, err
	}
	at, err := openPlace(name, nil)
	if err != nil {
		return nil, nil, err
	}
	f, bound, err := o.bindIn(ctx, at, typ, name, perm)
	if err != nil {
		at.dir.Close()
		return nil, nil, err
	}
	return f, bound, nil
}

func (o *options) bindIn(ctx context.Context, at *place, typ int, name string, perm fs.FileMode) (*os.File, *anchor, error) {
	lock, err := o.waitLock(ctx, at)
	if err != nil {
		return nil, nil, err
	}
	defer lock.unlock()
	if fi, err := lock.f.Stat(); err == nil && lock.created {
		o.ours = o.ours.with(fi) // whoever this file system gives our files to
	}
	if err := o.clearStale(at); err != nil {
		return nil, nil, err
	}
	fd, err := newSocket(typ)
	if err != nil {
		return nil, nil, os.NewSyscallError("socket", err)
	}
	f := os.NewFile(uintptr(fd), name)
	bound, err := o.bindFile(at, fd, typ, name, perm)
	if err != nil {
		f.Close()
		return nil, nil, err
	}
	return f, bound, nil
}

// socketPath makes address absolute, so that a Close that goes by name finds the file after
// a chdir, unless only the relative one fits in a socket address; it is not cleaned.
func socketPath(address string) (string, error) {
	if address == "" || strings.IndexByte(address, 0) >= 0 {
		return "", syscall.EINVAL
	}
	if len(address) > sunPath {
		return "", fmt.Errorf("%d bytes, at most %d fit: %w", len(address), sunPath, syscall.ENAMETOOLONG)
	}
	if filepath.IsAbs(address) {
		return address, nil
	}
	wd, err := os.Getwd()
	if err != nil || len(wd)+1+len(address) > sunPath {
		return address, nil
	}
	return joinDir(wd, address), nil
}

// bindFile binds the socket by name, which no system but FreeBSD can do in a directory that
// is held open, and then finds its file at the place: a directory swapped meanwhile has none.
func (o *options) bindFile(at *place, fd, typ int, name string, perm fs.FileMode) (*anchor, error) {
	birth := perm
	if o.chowns() {
		birth = 0
	}
	if err := premode(fd, typ, birth); err != nil {
		return nil, err
	}
	if err := syscall.Bind(fd, &syscall.SockaddrUnix{Name: name}); err != nil {
		return nil, os.NewSyscallError("bind", err)
	}
	return o.claim(at, fd, typ, perm)
}

// claim gives the file of a socket that has just been bound its mode, and only then lets it
// listen.
func (o *options) claim(at *place, fd, typ int, perm fs.FileMode) (*anchor, error) {
	fi, err := at.dir.Lstat(at.base)
	if err != nil {
		return nil, fmt.Errorf("directory of the socket %w: %w", ErrReplaced, cause(err))
	}
	if fi.Mode().Type() != fs.ModeSocket || !o.ours.made(fi) {
		return nil, fmt.Errorf("socket file %w", ErrReplaced)
	}
	bound := &anchor{place: *at, fi: fi}
	err = o.exactSocket(bound, perm)
	if err == nil && typ != syscall.SOCK_DGRAM {
		err = os.NewSyscallError("listen", syscall.Listen(fd, 1<<16-1)) // the kernel caps it at somaxconn
	}
	if err != nil {
		bound.remove()
		if bound.pin != nil {
			bound.pin.Close()
		}
		return nil, err
	}
	return bound, nil
}

// chmodIn changes the mode of the socket file by name, without leaving its directory.
func (a *anchor) chmodIn(perm fs.FileMode) error {
	if !isStill(a.dir, a.base, a.fi) {
		return fmt.Errorf("socket file %w", ErrReplaced)
	}
	return a.dir.Chmod(a.base, perm)
}

// clearStale removes a socket file that nothing is bound to.
func (o *options) clearStale(at *place) error {
	fi, err := at.dir.Lstat(at.base)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return cause(err)
	}
	if fi.Mode().Type() != fs.ModeSocket {
		return &refusal{ErrNotSocket, syscall.EADDRINUSE}
	}
	stale, err := isStale(at)
	if err != nil || !stale {
		return err
	}
	if err := o.ours.check(fi); err != nil {
		return fmt.Errorf("stale socket %w", err)
	}
	if !isStill(at.dir, at.base, fi) {
		return fmt.Errorf("%w: socket file %w", syscall.EADDRINUSE, ErrReplaced)
	}
	return cause(at.dir.Remove(at.base))
}

// isStale probes a socket file without the server noticing: a datagram socket cannot be
// connected to a stream socket, and the kernel says EPROTOTYPE where one is bound,
// ECONNREFUSED where none is. A stream socket as a probe would end up in Accept, and
// could not see a socket that is bound but does not listen yet.
func isStale(at *place) (bool, error) {
	fd, err := newSocket(syscall.SOCK_DGRAM)
	if err != nil {
		return false, os.NewSyscallError("socket", err)
	}
	defer syscall.Close(fd)
	switch err := connectIn(fd, at); err {
	case syscall.ECONNREFUSED:
		return true, nil
	case syscall.ENOENT: // closed and removed right now
		return false, nil
	case syscall.EACCES:
		return false, fmt.Errorf("%w, and its mode does not let us see whether it is stale: %w", syscall.EADDRINUSE, err)
	default: // nil: a datagram socket lives there
		return false, syscall.EADDRINUSE
	}
}

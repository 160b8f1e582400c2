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
	"time"
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

func listenUnix(ctx context.Context, network, address string, perm fs.FileMode) (*net.UnixListener, error) {
	typ := syscall.SOCK_STREAM
	if network == "unixpacket" {
		typ = syscall.SOCK_SEQPACKET
	}
	f, err := bindAt(ctx, typ, address, perm)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	l, err := net.FileListener(f) // has its own descriptor of the same socket
	if err != nil {
		return nil, err
	}
	ul := l.(*net.UnixListener)
	ul.SetUnlinkOnClose(true)
	return ul, nil
}

func listenUnixgram(ctx context.Context, address string, perm fs.FileMode) (*net.UnixConn, error) {
	f, err := bindAt(ctx, syscall.SOCK_DGRAM, address, perm)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	c, err := net.FilePacketConn(f)
	if err != nil {
		return nil, err
	}
	return c.(*net.UnixConn), nil
}

// bindAt returns a socket that is bound to address and, unless it is a datagram socket,
// listens, all under the lock of the address.
func bindAt(ctx context.Context, typ int, address string, perm fs.FileMode) (*os.File, error) {
	name, err := socketPath(address, perm)
	if err != nil {
		return nil, err
	}
	lock, err := lockSocket(ctx, name+".lock")
	if err != nil {
		return nil, err
	}
	defer lock.Close()
	if err := clearStale(name); err != nil {
		return nil, err
	}
	fd, err := newSocket(typ)
	if err != nil {
		return nil, os.NewSyscallError("socket", err)
	}
	f := os.NewFile(uintptr(fd), name)
	if err := bindFile(fd, typ, name, perm); err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// socketPath makes address absolute, so that Close finds the file after a chdir, and
// checks what can be checked before anything is touched.
func socketPath(address string, perm fs.FileMode) (string, error) {
	if perm&^fs.ModePerm != 0 {
		return "", fmt.Errorf("%w: %#o", ErrBadPerm, uint32(perm))
	}
	if address == "" || strings.IndexByte(address, 0) >= 0 {
		return "", syscall.EINVAL
	}
	name, err := filepath.Abs(address)
	if err != nil {
		return "", err
	}
	if len(name) > sunPath {
		return "", fmt.Errorf("%d bytes, at most %d fit: %w", len(name), sunPath, syscall.ENAMETOOLONG)
	}
	return name, nil
}

func bindFile(fd, typ int, name string, perm fs.FileMode) error {
	if err := premode(fd, typ, perm); err != nil {
		return err
	}
	if err := syscall.Bind(fd, &syscall.SockaddrUnix{Name: name}); err != nil {
		return os.NewSyscallError("bind", err)
	}
	fi, err := os.Lstat(name)
	if err != nil {
		return err
	}
	err = exactSocket(name, fi, perm)
	if err == nil && typ != syscall.SOCK_DGRAM {
		err = os.NewSyscallError("listen", syscall.Listen(fd, 1<<16-1)) // the kernel caps it at somaxconn
	}
	if err != nil {
		removeSame(name, fi)
	}
	return err
}

// checkSocket accepts the socket file that we have just made.
func checkSocket(fi fs.FileInfo) error {
	if fi.Mode().Type() != fs.ModeSocket || !isOurs(fi) {
		return fmt.Errorf("socket file %w", ErrReplaced)
	}
	return nil
}

// chmodIn changes the mode of the socket file by name, without leaving its directory.
func chmodIn(name string, fi fs.FileInfo, perm fs.FileMode) error {
	root, err := os.OpenRoot(filepath.Dir(name))
	if err != nil {
		return err
	}
	defer root.Close()
	if now, err := root.Lstat(filepath.Base(name)); err != nil || !os.SameFile(fi, now) {
		return fmt.Errorf("socket file %w", ErrReplaced)
	}
	return root.Chmod(filepath.Base(name), perm)
}

// clearStale removes a socket file that nothing is bound to.
func clearStale(name string) error {
	fi, err := os.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if fi.Mode().Type() != fs.ModeSocket {
		return &refusal{ErrNotSocket, syscall.EADDRINUSE}
	}
	stale, err := isStale(name)
	if err != nil || !stale {
		return err
	}
	if err := checkOwner(fi); err != nil {
		return fmt.Errorf("stale socket %w", err)
	}
	if now, err := os.Lstat(name); err != nil || !os.SameFile(fi, now) {
		return fmt.Errorf("%w: socket file %w", syscall.EADDRINUSE, ErrReplaced)
	}
	return os.Remove(name)
}

// isStale probes a socket file without the server noticing: a datagram socket cannot be
// connected to a stream socket, and the kernel says EPROTOTYPE where one is bound,
// ECONNREFUSED where none is. A stream socket as a probe would end up in Accept, and
// could not see a socket that is bound but does not listen yet.
func isStale(name string) (bool, error) {
	fd, err := newSocket(syscall.SOCK_DGRAM)
	if err != nil {
		return false, os.NewSyscallError("socket", err)
	}
	defer syscall.Close(fd)
	switch err := syscall.Connect(fd, &syscall.SockaddrUnix{Name: name}); err {
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

// lockSocket serializes the starters of one address until ctx is done. The lock file is
// never removed: two of them would lock nothing.
func lockSocket(ctx context.Context, name string) (*os.File, error) {
	wait := time.Millisecond
	for {
		f, err := OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600)
		if err != nil {
			return nil, err
		}
		locked, err := tryLock(f)
		if err == nil && locked && isLstat(name, f) {
			return f, nil
		}
		f.Close()
		if err != nil {
			return nil, err
		}
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("%s: %w: %w", name, ErrLocked, ctx.Err())
		case <-time.After(wait):
			wait = min(2*wait, 20*time.Millisecond)
		}
	}
}

// isLstat tells whether name still is the file that f has open; somebody who tidies up
// may have removed the lock file.
func isLstat(name string, f *os.File) bool {
	fi, err := f.Stat()
	if err != nil {
		return false
	}
	now, err := os.Lstat(name)
	return err == nil && os.SameFile(fi, now)
}

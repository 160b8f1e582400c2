package unixsocket_test

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
)

// This file runs what doc.go claims about the kernel.

// TestStolen: who removes a socket file and listens takes a live server's
// clients, and the server does not notice.
func TestStolen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sock")
	first := listen(t, path)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	second := listen(t, path)

	client, err := net.Dial("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	server, err := second.Accept()
	if err != nil {
		t.Fatalf("the second server: %v", err)
	}
	server.Close()
	rc, err := first.SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	var pending error
	if err := rc.Control(func(fd uintptr) { _, _, pending = syscall.Accept4(int(fd), syscall.SOCK_CLOEXEC) }); err != nil {
		t.Fatal(err)
	}
	if pending != syscall.EAGAIN {
		t.Errorf("the first server's accept: %v; want EAGAIN, that nobody came and nothing is wrong", pending)
	}
}

// TestStolenBack: a listener's Close removes the file by name, be it the
// successor's.
func TestStolenBack(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sock")
	first := listen(t, path)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	listen(t, path)
	first.Close()
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the file of the second server: %v; want that it is gone", err)
	}
}

// TestModeBeforeBind: fchmod before bind decides, less the umask; after bind it
// succeeds and changes nothing.
func TestModeBeforeBind(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sock")
	chmod := func(mode uint32, c syscall.RawConn) error {
		var err error
		if e := c.Control(func(fd uintptr) { err = syscall.Fchmod(int(fd), mode) }); e != nil {
			return e
		}
		return err
	}
	lc := net.ListenConfig{Control: func(_, _ string, c syscall.RawConn) error { return chmod(0o600, c) }}
	l, err := lc.Listen(context.Background(), "unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if got := mode(t, path); got != 0o600 {
		t.Errorf("after fchmod before bind the socket has mode %#o", got)
	}
	rc, err := l.(*net.UnixListener).SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	if err := chmod(0o777, rc); err != nil {
		t.Fatalf("fchmod after bind: %v; want that it succeeds", err)
	}
	if got := mode(t, path); got != 0o600 {
		t.Errorf("after fchmod after bind the socket has mode %#o", got)
	}
}

// TestConnectNeedsWrite: of all bits only write permission counts.
func TestConnectNeedsWrite(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root can try to connect as somebody else")
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "sock")
	listen(t, path)
	if err := os.Chown(path, 12345, 12345); err != nil {
		t.Skipf("no other owner here: %v", err) // a user namespace with one user
	}
	for d := dir; d != os.TempDir() && d != "/"; d = filepath.Dir(d) {
		if err := os.Chmod(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct {
		mode os.FileMode
		want error
	}{
		{0o755, syscall.EACCES}, {0o775, syscall.EACCES}, {0o445, syscall.EACCES}, {0o660, syscall.EACCES},
		{0o662, nil}, {0o666, nil}, {0o002, nil}, {0o777, nil},
	} {
		if err := os.Chmod(path, tt.mode); err != nil {
			t.Fatal(err)
		}
		if err := connectAsOther(path); !errors.Is(err, tt.want) {
			t.Errorf("mode %#o: connect as another user: %v, want %v", tt.mode, err, tt.want)
		}
	}
}

// connectAsOther connects on a thread that accesses files as another user. The
// thread is thrown away.
func connectAsOther(path string) error {
	result := make(chan error)
	go func() {
		runtime.LockOSThread() // and never unlocked: the thread ends with the goroutine
		result <- func() error {
			fd, err := syscall.Socket(syscall.AF_UNIX, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
			if err != nil {
				return err
			}
			defer syscall.Close(fd)
			if err := syscall.Setfsgid(23456); err != nil {
				return err
			}
			if err := syscall.Setfsuid(23456); err != nil {
				return err
			}
			return syscall.Connect(fd, &syscall.SockaddrUnix{Name: path})
		}()
	}()
	return <-result
}

func listen(t *testing.T, path string) *net.UnixListener {
	t.Helper()
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

func mode(t *testing.T, path string) os.FileMode {
	t.Helper()
	fi, err := os.Lstat(path)
	if err != nil {
		t.Fatal(err)
	}
	return fi.Mode().Perm()
}

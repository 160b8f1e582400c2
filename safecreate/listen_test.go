//go:build unix && !aix && (!solaris || illumos)

package safecreate

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

func isErrno(err error, errno syscall.Errno) bool { return errors.Is(err, errno) }

// stale leaves the file of a socket that nobody is bound to.
func stale(t testing.TB, name string) {
	t.Helper()
	l, err := net.Listen("unix", name)
	must(t, err)
	l.(*net.UnixListener).SetUnlinkOnClose(false)
	must(t, l.Close())
}

func TestListenResult(t *testing.T) {
	dir := scratch(t)
	t.Chdir(dir)
	for _, network := range []string{"unix", "unixpacket"} {
		l, err := Listen(network, "s", 0o600)
		must(t, err)
		if _, ok := l.(*Listener); !ok {
			t.Errorf("%s: %T, want *Listener", network, l)
		}
		if got := l.Addr().String(); got != filepath.Join(dir, "s") {
			t.Errorf("%s: address %s", network, got)
		}
		c, err := net.Dial(network, "s")
		must(t, err)
		c.Close()
		if a, err := l.Accept(); err != nil {
			t.Error(err)
		} else {
			a.Close()
		}
		t.Chdir("/")
		must(t, l.Close())
		t.Chdir(dir)
		if left := names(t, dir); len(left) != 0 {
			t.Errorf("%s: left %v", network, left)
		}
	}
}

func TestListenReplacesStale(t *testing.T) {
	name := filepath.Join(scratch(t), "s")
	for range 3 {
		stale(t, name)
		l, err := Listen("unix", name, 0o600)
		must(t, err)
		c, err := net.Dial("unix", name)
		must(t, err)
		c.Close()
		must(t, l.Close())
	}
	for range 3 { // Close of a datagram socket leaves the file
		c, err := ListenUnixgram("unixgram", &net.UnixAddr{Name: name, Net: "unixgram"}, 0o600)
		must(t, err)
		must(t, c.Close())
	}
}

// What lives is not replaced, and does not notice.
func TestListenRefusesLive(t *testing.T) {
	for _, network := range []string{"unix", "unixpacket"} {
		name := filepath.Join(scratch(t), "s")
		l, err := net.Listen(network, name)
		must(t, err)
		defer l.Close()
		for _, again := range []string{"unix", "unixpacket"} {
			if _, err := Listen(again, name, 0o600); !isErrno(err, syscall.EADDRINUSE) {
				t.Errorf("%s over %s: %v, want EADDRINUSE", again, network, err)
			}
		}
		if _, err := ListenUnixgram("unixgram", &net.UnixAddr{Name: name, Net: "unixgram"}, 0o600); !isErrno(err, syscall.EADDRINUSE) {
			t.Errorf("unixgram over %s: %v, want EADDRINUSE", network, err)
		}
		must(t, l.(*net.UnixListener).SetDeadline(time.Now().Add(-time.Second)))
		if c, err := l.Accept(); !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("%s: the server got a connection %v, %v", network, c, err)
		}
	}
	name := filepath.Join(scratch(t), "s")
	c, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: name, Net: "unixgram"})
	must(t, err)
	defer c.Close()
	if _, err := Listen("unix", name, 0o600); !isErrno(err, syscall.EADDRINUSE) {
		t.Errorf("unix over unixgram: %v, want EADDRINUSE", err)
	}
}

// A socket between bind and listen lives, although a stream connect is refused.
func TestListenRefusesBoundNotListening(t *testing.T) {
	name := filepath.Join(scratch(t), "s")
	fd, err := syscall.Socket(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	must(t, err)
	defer syscall.Close(fd)
	must(t, syscall.Bind(fd, &syscall.SockaddrUnix{Name: name}))
	if _, err := net.Dial("unix", name); !isErrno(err, syscall.ECONNREFUSED) {
		t.Fatalf("control: %v", err)
	}
	if _, err := Listen("unix", name, 0o600); !isErrno(err, syscall.EADDRINUSE) {
		t.Errorf("%v, want EADDRINUSE", err)
	}
}

func TestListenRefuses(t *testing.T) {
	for _, o := range obstacles() {
		if o.what == "socket" || o.asRoot && !isRoot() {
			continue
		}
		dir := scratch(t)
		plant(t, filepath.Join(dir, "victim"), "precious", 0o666)
		name := filepath.Join(dir, "s")
		o.plant(t, dir, name)
		mode := modeOf(t, name)
		l, err := Listen("unix", name, 0o600)
		if err == nil {
			l.Close()
		}
		if !errors.Is(err, ErrNotSocket) || !isErrno(err, syscall.EADDRINUSE) {
			t.Errorf("%s: %v, want ErrNotSocket and EADDRINUSE", o.what, err)
		}
		if op := (*net.OpError)(nil); !errors.As(err, &op) || op.Addr.String() != name {
			t.Errorf("%s: %v does not name %s", o.what, err, name)
		}
		wantMode(t, name, mode)
		if got := content(t, filepath.Join(dir, "victim")); got != "precious" {
			t.Errorf("%s: the victim now says %q", o.what, got)
		}
	}
}

// The lock file is a file like any other.
func TestListenRefusesObstaclesToTheLock(t *testing.T) {
	for _, o := range obstacles() {
		if o.asRoot && !isRoot() {
			continue
		}
		dir := scratch(t)
		plant(t, filepath.Join(dir, "victim"), "precious", 0o666)
		name := filepath.Join(dir, "s")
		o.plant(t, dir, name+".lock")
		if _, err := Listen("unix", name, 0o600); !errors.Is(err, o.want) {
			t.Errorf("%s: %v, want %v", o.what, err, o.want)
		}
		if got := content(t, filepath.Join(dir, "victim")); got != "precious" {
			t.Errorf("%s: the victim now says %q", o.what, got)
		}
	}
}

func TestListenRefusesStaleOfOthers(t *testing.T) {
	needRoot(t)
	name := filepath.Join(scratch(t), "s")
	stale(t, name)
	must(t, os.Chown(name, 1234, 1234))
	if _, err := Listen("unix", name, 0o600); !errors.Is(err, ErrOwner) {
		t.Errorf("%v, want ErrOwner", err)
	}
	if _, err := os.Lstat(name); err != nil {
		t.Error(err)
	}
}

func TestListenLongPath(t *testing.T) {
	dir := scratch(t)
	fits := filepath.Join(dir, strings.Repeat("s", sunPath-len(dir)-1))
	l, err := Listen("unix", fits, 0o600)
	must(t, err)
	must(t, l.Close())
	before := names(t, dir)
	if _, err := Listen("unix", fits+"s", 0o600); !isErrno(err, syscall.ENAMETOOLONG) {
		t.Errorf("%v, want ENAMETOOLONG", err)
	}
	if after := names(t, dir); len(after) != len(before) {
		t.Errorf("made %v", after)
	}
}

func TestListenPassesOthersThrough(t *testing.T) {
	l, err := Listen("tcp", "127.0.0.1:0", 0o600)
	must(t, err)
	if _, ok := l.(*net.TCPListener); !ok {
		t.Errorf("%T, want *net.TCPListener", l)
	}
	l.Close()
	if _, err := Listen("no such network", "x", 0o600); !errors.As(err, new(net.UnknownNetworkError)) {
		t.Errorf("%v, want what net.Listen says", err)
	}
	if _, err := ListenUnix("tcp", &net.UnixAddr{Name: "x"}, 0o600); !errors.As(err, new(net.UnknownNetworkError)) {
		t.Errorf("%v, want what net.ListenUnix says", err)
	}
	if _, err := ListenUnix("unix", nil, 0o600); err == nil {
		t.Error("no address is accepted")
	}
}

// Another starter that does not get on holds us up only so long.
func TestListenLockDeadline(t *testing.T) {
	name := filepath.Join(scratch(t), "s")
	at, err := openPlace(name, nil)
	must(t, err)
	lock, err := new(options).waitLock(t.Context(), at)
	must(t, err)
	defer lock.unlock()
	wantMode(t, name+".lock", 0o600)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = ListenContext(ctx, "unix", name, 0o600)
	if !errors.Is(err, ErrLocked) || !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want ErrLocked and context.Canceled", err)
	}
	if _, err := os.Lstat(name); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a socket was made: %v", err)
	}
	// A lock file that somebody has removed locks nothing.
	must(t, os.Remove(name+".lock"))
	l, err := Listen("unix", name, 0o600)
	must(t, err)
	must(t, l.Close())
}

// Close of the predecessor leaves the successor's socket alone.
func TestOwned(t *testing.T) {
	name := filepath.Join(scratch(t), "s")
	addr := &net.UnixAddr{Name: name, Net: "unix"}
	first, err := ListenUnix("unix", addr, 0o600)
	must(t, err)
	owned, err := Owned(first)
	must(t, err)
	must(t, os.Remove(name))
	second, err := ListenUnix("unix", addr, 0o600)
	must(t, err)
	must(t, owned.Close())
	c, err := net.Dial("unix", name)
	must(t, err)
	c.Close()

	owned, err = Owned(second)
	must(t, err)
	must(t, owned.Close())
	if _, err := os.Lstat(name); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("its own file is left: %v", err)
	}
	if err := owned.Close(); !errors.Is(err, net.ErrClosed) {
		t.Errorf("second Close: %v", err)
	}
}

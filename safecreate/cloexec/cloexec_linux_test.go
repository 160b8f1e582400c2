package cloexec

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"testing"

	"github.com/permvet/permvet/safecreate/fdtest"
)

func isSet(t *testing.T, fd int) bool {
	t.Helper()
	flags, _, errno := syscall.Syscall(syscall.SYS_FCNTL, uintptr(fd), syscall.F_GETFD, 0)
	if errno != 0 {
		t.Fatal(errno)
	}
	return flags&syscall.FD_CLOEXEC != 0
}

// makers open one or two descriptors each.
func makers(t *testing.T) map[string]func() ([]int, error) {
	dir := t.TempDir()
	plain, err := syscall.Dup(1) // inheritable; the copies must not be
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { syscall.Close(plain) })
	if isSet(t, plain) {
		t.Fatal("control: syscall.Dup is close-on-exec")
	}
	one := func(fd int, err error) ([]int, error) { return []int{fd}, err }
	return map[string]func() ([]int, error){
		"Dup":        func() ([]int, error) { return one(Dup(plain)) },
		"Socket":     func() ([]int, error) { return one(Socket(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)) },
		"Socketpair": func() ([]int, error) { p, err := Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM, 0); return p[:], err },
		"Pipe":       func() ([]int, error) { p := make([]int, 2); return p, Pipe(p) },
		"Open": func() ([]int, error) {
			return one(Open(filepath.Join(dir, "x"), syscall.O_CREAT|syscall.O_RDWR, 0o600))
		},
		"New": func() ([]int, error) { return one(New(func() (int, error) { return syscall.Dup(plain) })) },
	}
}

func TestFlagIsSet(t *testing.T) {
	for what, open := range makers(t) {
		fds, err := open()
		if err != nil {
			t.Fatal(what, err)
		}
		for _, fd := range fds {
			if !isSet(t, fd) {
				t.Errorf("%s: descriptor %d is inheritable", what, fd)
			}
			syscall.Close(fd)
		}
	}
}

// The connection of Accept, also where the listener is inheritable.
func TestAccept(t *testing.T) {
	fdtest.Check(t)
	l, err := syscall.Socket(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer syscall.Close(l)
	addr := &syscall.SockaddrUnix{Name: filepath.Join(t.TempDir(), "s")}
	if err := errors.Join(syscall.Bind(l, addr), syscall.Listen(l, 1)); err != nil {
		t.Fatal(err)
	}
	c, err := Socket(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer syscall.Close(c)
	if err := syscall.Connect(c, addr); err != nil {
		t.Fatal(err)
	}
	fd, _, err := Accept(l)
	if err != nil {
		t.Fatal(err)
	}
	defer syscall.Close(fd)
	if !isSet(t, fd) {
		t.Error("the connection is inheritable")
	}
}

func TestErrorsArePassedOn(t *testing.T) {
	if _, err := Dup(-1); err != syscall.EBADF {
		t.Errorf("Dup: %v", err)
	}
	if _, err := Socket(-1, 0, 0); err != syscall.EAFNOSUPPORT {
		t.Errorf("Socket: %v", err)
	}
	if _, err := Socketpair(-1, 0, 0); err != syscall.EAFNOSUPPORT {
		t.Errorf("Socketpair: %v", err)
	}
	if err := Pipe(nil); err != syscall.EINVAL {
		t.Errorf("Pipe: %v", err)
	}
	if _, _, err := Accept(-1); err != syscall.EBADF {
		t.Errorf("Accept: %v", err)
	}
	if _, err := Open("", 0, 0); err != syscall.ENOENT {
		t.Errorf("Open: %v", err)
	}
	want := errors.New("own")
	if fd, err := New(func() (int, error) { return 0, want }); err != want || fd != 0 {
		t.Errorf("New: %d, %v", fd, err)
	}
	if isSet(t, 0) {
		t.Error("New has touched the descriptor of a failure")
	}
}

// Children that are started all the time while descriptors are made see none of them.
func TestChildrenSeeNone(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("needs sh")
	}
	list := func() string {
		out, err := exec.Command(sh, "-c", "cd /proc/self/fd && echo *").Output()
		if err != nil {
			t.Error(err)
		}
		return string(out)
	}
	all := makers(t)
	before := list()
	stop := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			for what, open := range all {
				select {
				case <-stop:
					return
				default:
				}
				fds, err := open()
				if err != nil {
					t.Error(what, err)
					return
				}
				for _, fd := range fds {
					syscall.Close(fd)
				}
			}
		}
	})
	for range 100 {
		if got := list(); got != before {
			t.Errorf("a child has %s, want %s", got, before)
			break
		}
	}
	close(stop)
	wg.Wait()
	if f, err := os.Open("/dev/null"); err == nil {
		defer f.Close()
		fd, _ := syscall.Dup(int(f.Fd()))
		defer syscall.Close(fd)
		if list() == before {
			t.Error("control: the child does not see an inheritable descriptor")
		}
	}
}

// Descriptors from the first on are inherited no more, those below still are; with and
// without close_range.
func TestFrom(t *testing.T) {
	for what, from := range map[string]func(int) error{"close_range": From, "/proc": fromProc} {
		var fds [3]int
		for i := range fds {
			fd, err := syscall.Dup(0) // inheritable
			if err != nil {
				t.Fatal(err)
			}
			defer syscall.Close(fd)
			fds[i] = fd
		}
		if err := from(fds[1]); err != nil {
			t.Errorf("%s: %v", what, err)
		}
		for i, fd := range fds {
			flags, _, errno := syscall.Syscall(syscall.SYS_FCNTL, uintptr(fd), syscall.F_GETFD, 0)
			if errno != 0 {
				t.Fatal(errno)
			}
			if got, want := flags&syscall.FD_CLOEXEC != 0, i > 0; got != want {
				t.Errorf("%s: descriptor %d of 3: close-on-exec is %v", what, i, got)
			}
		}
	}
	if err := From(-1); err != syscall.EINVAL {
		t.Errorf("From(-1): %v", err)
	}
}

package fdtest

import (
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// A recorder is a test that notes its failures and runs its cleanups on demand.
type recorder struct {
	testing.TB
	failures, logs []string
	cleanups       []func()
}

func (r *recorder) Helper()                   {}
func (r *recorder) Cleanup(f func())          { r.cleanups = append(r.cleanups, f) }
func (r *recorder) Logf(f string, arg ...any) { r.logs = append(r.logs, fmt.Sprintf(f, arg...)) }
func (r *recorder) Errorf(f string, arg ...any) {
	r.failures = append(r.failures, fmt.Sprintf(f, arg...))
}
func (r *recorder) end() []string {
	for _, f := range r.cleanups {
		f()
	}
	return r.failures
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestCheckNamesWhatIsLeft(t *testing.T) {
	t.Chdir(t.TempDir()) // a short name for the socket
	dir, err := os.Getwd()
	must(t, err)
	short, err := os.MkdirTemp("", "fd")
	must(t, err)
	defer os.RemoveAll(short)
	sock := func(domain, typ int) int {
		fd, err := syscall.Socket(domain, typ, 0)
		must(t, err)
		return fd
	}
	for _, c := range []struct {
		what string
		open func() []int
		want []string
	}{
		{"file", func() []int {
			fd, err := syscall.Open("data", syscall.O_CREAT|syscall.O_RDWR, 0o600)
			must(t, err)
			return []int{fd}
		}, []string{"file " + dir + "/data"}},
		{"removed file", func() []int {
			fd, err := syscall.Open("gone", syscall.O_CREAT|syscall.O_RDWR, 0o600)
			must(t, err)
			must(t, os.Remove("gone"))
			return []int{fd}
		}, []string{"file " + dir + "/gone (deleted)"}},
		{"directory", func() []int {
			fd, err := syscall.Open(dir, syscall.O_RDONLY, 0)
			must(t, err)
			return []int{fd}
		}, []string{"directory " + dir}},
		{"device", func() []int {
			fd, err := syscall.Open("/dev/null", syscall.O_RDONLY, 0)
			must(t, err)
			return []int{fd}
		}, []string{"device /dev/null"}},
		{"pipe", func() []int {
			p := make([]int, 2)
			must(t, syscall.Pipe(p))
			return p
		}, []string{"(read end)", "(write end)"}},
		{"listening socket", func() []int {
			fd := sock(syscall.AF_UNIX, syscall.SOCK_STREAM)
			must(t, syscall.Bind(fd, &syscall.SockaddrUnix{Name: filepath.Join(short, "s")}))
			must(t, syscall.Listen(fd, 1))
			return []int{fd}
		}, []string{"socket unix " + filepath.Join(short, "s") + " (listening)"}},
		{"datagram socket", func() []int {
			return []int{sock(syscall.AF_UNIX, syscall.SOCK_DGRAM)}
		}, []string{"socket unixgram"}},
		{"socket pair", func() []int {
			p, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_SEQPACKET, 0)
			must(t, err)
			return p[:]
		}, []string{"socket unixpacket (connected)", "socket unixpacket (connected)"}},
		{"udp", func() []int {
			fd := sock(syscall.AF_INET, syscall.SOCK_DGRAM)
			must(t, syscall.Connect(fd, &syscall.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}, Port: 9}))
			return []int{fd}
		}, []string{"socket udp 127.0.0.1:"}},
		{"epoll", func() []int {
			fd, err := syscall.EpollCreate1(0)
			must(t, err)
			return []int{fd}
		}, []string{"eventpoll"}},
	} {
		t.Run(c.what, func(t *testing.T) {
			r := &recorder{}
			Check(r)
			fds := c.open()
			got := r.end()
			for _, fd := range fds {
				syscall.Close(fd)
			}
			if len(got) != len(c.want) {
				t.Fatalf("%q, want %d failures", got, len(c.want))
			}
			for i, s := range got {
				if !strings.Contains(s, c.want[i]) || !strings.HasPrefix(s, fmt.Sprintf("inheritable descriptor %d: ", fds[i])) {
					t.Errorf("%q, want descriptor %d, %q", s, fds[i], c.want[i])
				}
			}
		})
	}
}

// What could not be looked at is no success, before and after.
func TestCheckFailsIfItCannotLook(t *testing.T) {
	noProc := &os.PathError{Op: "open", Path: procFD, Err: syscall.ENOENT}
	for fails := range 3 { // 2: not at all
		r, calls := &recorder{}, 0
		check(r, func() ([]Descriptor, error) {
			if calls++; calls-1 == fails {
				return nil, noProc
			}
			return nil, nil
		})
		if got := r.end(); (len(got) == 0) != (fails == 2) || len(r.logs) != 0 {
			t.Errorf("call %d fails: %q, %q", fails, got, r.logs)
		}
	}
	r := &recorder{}
	check(r, func() ([]Descriptor, error) { return nil, errors.ErrUnsupported })
	if got := r.end(); len(got) != 0 || len(r.logs) != 1 {
		t.Errorf("another system: %q, %q", got, r.logs)
	}
}

func TestCheckIsSilent(t *testing.T) {
	there, err := syscall.Open("/dev/null", syscall.O_RDONLY, 0)
	must(t, err)
	defer syscall.Close(there)

	r := &recorder{}
	Check(r)
	f, err := os.Open("/dev/null") // close-on-exec, left open
	must(t, err)
	defer f.Close()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer l.Close()
	closed, err := syscall.Open("/dev/zero", syscall.O_RDONLY, 0)
	must(t, err)
	must(t, syscall.Close(closed))
	if got := r.end(); len(got) > 0 {
		t.Errorf("%q", got)
	}
}

// The same number, but another file: it is new.
func TestCheckTellsReuse(t *testing.T) {
	fd, err := syscall.Open("/dev/null", syscall.O_RDONLY, 0)
	must(t, err)
	defer syscall.Close(fd)
	r := &recorder{}
	Check(r)
	other, err := syscall.Open("/dev/zero", syscall.O_RDONLY|syscall.O_CLOEXEC, 0)
	must(t, err)
	defer syscall.Close(other)
	must(t, syscall.Dup3(other, fd, 0))
	if got := r.end(); len(got) != 1 || !strings.Contains(got[0], "/dev/zero") {
		t.Errorf("%q, want /dev/zero", got)
	}
}

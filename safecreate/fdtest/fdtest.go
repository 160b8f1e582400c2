// Package fdtest finds descriptors that a child would inherit: it is to close-on-exec
// what a goroutine-leak detector is to goroutines.
//
//	func TestServer(t *testing.T) {
//		fdtest.Check(t)
//		...
//	}
//
// Whatever lacks the flag is passed on to every child, also by package os/exec, and
// survives syscall.Exec: an open database, a listening socket, a lock that is never
// released.
package fdtest

import (
	"errors"
	"fmt"
	"testing"
)

// A Descriptor is an open file descriptor that lacks the close-on-exec flag.
type Descriptor struct {
	FD   int
	Kind string // file, directory, device, fifo, pipe, socket, memfd, eventpoll, ...
	Name string // the path, the addresses or the end of the pipe; may be empty

	id string // tells a descriptor from a later one with the same number
}

// String describes the descriptor, as in "descriptor 7: socket unix /run/app.sock
// (listening)".
func (d Descriptor) String() string {
	s := fmt.Sprintf("descriptor %d: %s", d.FD, d.Kind)
	if d.Name != "" {
		s += " " + d.Name
	}
	return s
}

// Inheritable lists the open descriptors of this process without close-on-exec flag,
// standard input, output and error included, in ascending order.
//
// Order: readdir of /proc/self/fd; per descriptor fcntl(F_GETFD), and for those without
// the flag readlink, fstat and, for sockets, getsockname, getpeername and getsockopt. A
// descriptor that is closed meanwhile is left out. Nothing is opened or changed that
// stays. Systems other than Linux: [errors.ErrUnsupported].
func Inheritable() ([]Descriptor, error) { return inheritable() }

// Check fails t, when the test and its subtests are over, for every descriptor without
// close-on-exec flag that was not there when Check was called, naming what it is. It
// only looks and closes nothing.
//
// Call it first, so that cleanups registered later have run when it looks. Descriptors
// belong to the process: in a test that runs in parallel with others it also finds
// theirs. On systems where descriptors cannot be listed (all but Linux) it logs that
// nothing was checked; where they could be, but are not, as without /proc, it fails t.
func Check(t testing.TB) {
	t.Helper()
	check(t, Inheritable)
}

func check(t testing.TB, inheritable func() ([]Descriptor, error)) {
	t.Helper()
	before, err := inheritable()
	if errors.Is(err, errors.ErrUnsupported) {
		t.Logf("fdtest: nothing checked: %v", err)
		return
	}
	if err != nil {
		t.Errorf("fdtest: %v", err)
		return
	}
	known := map[Descriptor]bool{}
	for _, d := range before {
		known[d.identity()] = true
	}
	t.Cleanup(func() {
		t.Helper()
		after, err := inheritable()
		if err != nil {
			t.Errorf("fdtest: %v", err)
			return
		}
		for _, d := range after {
			if !known[d.identity()] {
				t.Errorf("inheritable %v", d)
			}
		}
	})
}

// identity leaves out what may change without the descriptor being another one, such as
// the peer.
func (d Descriptor) identity() Descriptor { return Descriptor{FD: d.FD, id: d.id} }

//go:build unix && !aix && (!solaris || illumos)

package safecreate

import (
	"io/fs"
	"os"
	"sync"
	"syscall"

	"github.com/permvet/permvet/safecreate/cloexec"
)

var errHeld error = syscall.EWOULDBLOCK

// A heldFile keeps a locked file open with a bare descriptor. An os.File that is not
// reachable any more would be closed by the garbage collector, and the lock lost.
type heldFile struct {
	mu sync.Mutex
	fd int // -1 after release
}

func hold(f *os.File) (*heldFile, error) {
	c, err := f.SyscallConn()
	if err != nil {
		return nil, err
	}
	h := &heldFile{fd: -1}
	var dupErr error
	if err := c.Control(func(fd uintptr) { h.fd, dupErr = cloexec.Dup(int(fd)) }); err != nil {
		return nil, err
	}
	return h, os.NewSyscallError("dup", dupErr)
}

// release runs last under the lock and lets go of it.
func (h *heldFile) release(last func() error) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.fd < 0 {
		return fs.ErrClosed
	}
	err := last()
	if e := syscall.Close(h.fd); err == nil {
		err = os.NewSyscallError("close", e)
	}
	h.fd = -1
	return err
}

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
	fi fs.FileInfo
}

func hold(f *os.File, fi fs.FileInfo) (*heldFile, error) {
	c, err := f.SyscallConn()
	if err != nil {
		return nil, err
	}
	h := &heldFile{fd: -1, fi: fi}
	var dupErr error
	if err := c.Control(func(fd uintptr) { h.fd, dupErr = cloexec.Dup(int(fd)) }); err != nil {
		return nil, err
	}
	return h, os.NewSyscallError("dup", dupErr)
}

func (h *heldFile) release(name string) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.fd < 0 {
		return fs.ErrClosed
	}
	var err error
	if now, e := os.Lstat(name); e == nil && os.SameFile(now, h.fi) {
		err = os.Remove(name)
	}
	if e := syscall.Close(h.fd); err == nil {
		err = os.NewSyscallError("close", e)
	}
	h.fd = -1
	return cause(err)
}

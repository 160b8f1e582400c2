package safecreate

import (
	"crypto/rand"
	"os"
	"syscall"
)

// oTmpfile is O_TMPFILE, which package syscall does not know.
const oTmpfile = 0x400000 | syscall.O_DIRECTORY

func openNameless(dir string) (*os.File, error) {
	var fd int
	var err error
	for {
		fd, err = syscall.Open(dir, syscall.O_RDWR|syscall.O_EXCL|syscall.O_CLOEXEC|oTmpfile, 0o600)
		if err != syscall.EINTR {
			break
		}
	}
	if err == syscall.EOPNOTSUPP || err == syscall.EISDIR {
		return createUnlinked(dir)
	}
	if err != nil {
		return nil, err
	}
	f := os.NewFile(uintptr(fd), joinDir(dir, ".nameless-"+rand.Text()))
	if err := makeExact(f, 0o600); err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

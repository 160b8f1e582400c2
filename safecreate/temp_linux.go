package safecreate

import (
	"errors"
	"os"
	"syscall"
)

// oTmpfile is O_TMPFILE, which package syscall does not know.
const oTmpfile = 0x400000 | syscall.O_DIRECTORY

func openNameless(dir string) (*os.File, error) {
	f, err := os.OpenFile(dir, os.O_RDWR|os.O_EXCL|oTmpfile, 0o600)
	if errors.Is(err, syscall.EOPNOTSUPP) || errors.Is(err, syscall.EISDIR) {
		return createUnlinked(dir)
	}
	if err != nil {
		return nil, err
	}
	if err := makeExact(f, 0o600); err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

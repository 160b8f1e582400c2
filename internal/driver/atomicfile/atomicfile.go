// Package atomicfile replaces files in one step.
package atomicfile

import (
	"errors"
	"os"
	"path/filepath"
	"sync"
)

// writing is held while a temporary file exists. It guards the file system, not memory: the process must not end
// in between.
var writing sync.Mutex

// Write replaces the file by one with the text and the permissions, or leaves everything as it is. The new text is
// never readable to others before it has the permissions. A symbolic link stays one, and the file keeps its owner.
func Write(name string, text []byte, perm os.FileMode) (err error) {
	writing.Lock()
	defer writing.Unlock()
	if target, err := filepath.EvalSymlinks(name); err == nil {
		name = target
	} else if !errors.Is(err, os.ErrNotExist) {
		return err
	}
	tmp, err := os.CreateTemp(filepath.Dir(name), ".permvet-*.tmp") // mode 0600
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, tmp.Close(), os.Remove(tmp.Name()))
		}
	}()
	if _, err := tmp.Write(text); err != nil {
		return err
	}
	if err := keepOwner(tmp, name); err != nil {
		return err
	}
	if err := tmp.Chmod(perm); err != nil { // after the owner: that takes setuid away
		return err
	}
	if err := tmp.Sync(); err != nil {
		return err
	}
	if err := tmp.Close(); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), name)
}

// Finish waits until no file is half written, and lets no other begin: the process is about to end.
func Finish() { writing.Lock() }

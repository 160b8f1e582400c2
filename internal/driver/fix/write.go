package fix

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Write replaces the file on disk in one step, or leaves it as it is. The file keeps its permissions; its new text
// is never readable to others before it has them.
func (f File) Write() (err error) {
	name, err := filepath.EvalSymlinks(f.Name)
	if err != nil {
		return fmt.Errorf("fixing %s: %w", f.Name, err)
	}
	info, err := os.Stat(name)
	if err != nil {
		return fmt.Errorf("fixing %s: %w", f.Name, err)
	}
	if now, err := os.ReadFile(name); err != nil || !bytes.Equal(now, f.Old) {
		return errors.Join(fmt.Errorf("fixing %s: it changed in the meantime; run again", f.Name), err)
	}
	tmp, err := os.CreateTemp(filepath.Dir(name), ".permvet-*.tmp") // mode 0600
	if err != nil {
		return fmt.Errorf("fixing %s: %w", f.Name, err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("fixing %s: %w", f.Name, err), tmp.Close(), os.Remove(tmp.Name()))
		}
	}()
	if _, err := tmp.Write(f.New); err != nil {
		return err
	}
	if err := tmp.Chmod(info.Mode()); err != nil {
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

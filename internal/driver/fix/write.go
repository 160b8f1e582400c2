package fix

import (
	"bytes"
	"errors"
	"fmt"
	"os"

	"github.com/permvet/permvet/internal/driver/atomicfile"
)

// Write replaces the file on disk in one step, or leaves it as it is. The file keeps its permissions.
func (f File) Write() error {
	info, err := os.Stat(f.Name)
	if err != nil {
		return fmt.Errorf("fixing %s: %w", f.Name, err)
	}
	if now, err := os.ReadFile(f.Name); err != nil || !bytes.Equal(now, f.Old) {
		return errors.Join(fmt.Errorf("fixing %s: it changed in the meantime; run again", f.Name), err)
	}
	if err := atomicfile.Write(f.Name, f.New, info.Mode()); err != nil {
		return fmt.Errorf("fixing %s: %w", f.Name, err)
	}
	return nil
}

// Package modes has findings and near misses of the toy analyzer.
package modes

import (
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

func write(dir string) error {
	if err := os.WriteFile("a", nil, 0o666); err != nil { // want "mode 0o666"
		return err
	}
	if err := unix.Mkdir("d", 0o666); err != nil { // want `mode 0o666`
		return err
	}
	return os.WriteFile(filepath.Join(dir, "b"), nil, 0o600)
}

package applied

import (
	"os"
	"path/filepath"

	"example.org/lockfile"
)

// locked makes the directory as it wants it. That the library would have made
// it otherwise is no wish of this program.
func locked(dir string) (*os.File, error) {
	if err := os.MkdirAll(dir, 0o751); err != nil {
		return nil, err
	}
	return lock(dir)
}

func lock(dir string) (*os.File, error) { return lockfile.Lock(filepath.Join(dir, "lock")) }

func lockedHere(dir string) (*os.File, error) {
	if err := os.MkdirAll(dir, 0o751); err != nil {
		return nil, err
	}
	return lockfile.Lock(filepath.Join(dir, "lock"))
}

// twice wants both modes.
func twice(dir string) error {
	if err := os.MkdirAll(dir, 0o751); err != nil {
		return err
	}
	return lockfile.MkdirAll(dir, 0o700) // want `mode 0700 has no effect: line \d+ already created this directory with 0751`
}

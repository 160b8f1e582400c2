//go:build darwin

// Package darwin: the temporary directory is the user's own, /tmp is not.
package darwin

import (
	"os"
	"path/filepath"
)

func f() {
	os.Create(filepath.Join(os.TempDir(), "a"))
	os.Create("/tmp/a") // want "predictable-temp"
}

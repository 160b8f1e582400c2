//go:build windows

// Package windows: nothing is shared.
package windows

import (
	"os"
	"path/filepath"
)

func f() {
	os.Create(filepath.Join(os.TempDir(), "a"))
	os.Create("/tmp/a")
}

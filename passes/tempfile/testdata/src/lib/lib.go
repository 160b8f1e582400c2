// Package lib makes names and files for others.
package lib

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Cache is where everybody keeps things.
const Cache = "/var/tmp/lib-cache"

// Dir is a directory of all users with a name that everybody knows.
func Dir() string { return filepath.Join(os.TempDir(), "lib") }

// Dump writes to a file in a directory that its caller chooses, under a name
// made of the time.
func Dump(dir string, b []byte) error {
	name := fmt.Sprintf("dump-%s.log", strings.ReplaceAll(time.Now().Format(time.RFC3339), ":", ""))
	return os.WriteFile(filepath.Join(dir, name), b, 0o600)
}

// Save writes a file under a name that its caller chooses.
func Save(path string, b []byte) error { return os.WriteFile(path, b, 0o600) }

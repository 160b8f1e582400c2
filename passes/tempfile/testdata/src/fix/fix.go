// Package fix: the standard library chooses the name.
package fix

import (
	"fmt"
	"os"
	"path/filepath"
)

func inline() (*os.File, error) {
	return os.Create("/tmp/report.log") // want "predictable-temp"
}

func joined() (*os.File, error) {
	return os.OpenFile(filepath.Join(os.TempDir(), "report"), os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o644) // want "predictable-temp"
}

func variable() error {
	name := fmt.Sprintf("/var/tmp/a.%d.txt", os.Getpid())
	f, err := os.Create(name) // want "predictable-temp"
	if err != nil {
		return err
	}
	return f.Close()
}

func directory() error {
	dir := filepath.Join(os.TempDir(), "build")
	if err := os.MkdirAll(dir, 0o755); err != nil { // want "predictable-temp"
		return err
	}
	defer os.RemoveAll(dir)
	return os.WriteFile(filepath.Join(dir, "main.go"), nil, 0o600)
}

// The name is used again.
func again() {
	name := filepath.Join(os.TempDir(), "again")
	os.Create(name) // want "predictable-temp"
	fmt.Println(name)
}

// Another element below, a log that is continued, a file that is only written.
func shapes() {
	os.Create("/tmp/a/b")                                               // want "predictable-temp"
	os.OpenFile("/tmp/log", os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600) // want "predictable-temp"
	os.WriteFile("/tmp/written", nil, 0o600)                            // want "predictable-temp"
	os.MkdirAll("/tmp/made", 0o700)                                     // want "predictable-temp"
}

// A later := needs a new variable.
func later() error {
	dir := filepath.Join(os.TempDir(), "later")
	if err := os.MkdirAll(dir, 0o755); err != nil { // want "predictable-temp"
		return err
	}
	err := os.Chdir(dir)
	return err
}

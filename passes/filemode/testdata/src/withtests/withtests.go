// Package withtests has tests that do what would be evidence if the program did it. None of it is.
package withtests

import (
	"os"
	"path/filepath"
)

// C keeps files in a directory that callers choose.
type C struct{ dir string }

// New returns a C for a directory.
func New(dir string) *C { return &C{dir: dir} }

// Save writes below the directory. Only the test has a private one.
func (c *C) Save(name string, b []byte) error {
	return os.WriteFile(filepath.Join(c.dir, name), b, 0o666) // want `^warning: .* \(filemode/world-writable\)$`
}

// Open makes a file that everybody may write. The mode is a constant of the program, which a test changes.
func (c *C) Open(name string) error {
	return os.Chmod(filepath.Join(c.dir, name), mode) // want `^error: .* \(filemode/world-writable\)$`
}

var mode os.FileMode = 0o666

// A store has one implementation in the program, and another in the test.
type store interface {
	put(name string, mode os.FileMode) error
}

type disk struct{ dir string }

func (d disk) put(name string, mode os.FileMode) error {
	return os.Chmod(filepath.Join(d.dir, name), mode)
}

// Publish lets the store choose where.
func Publish(s store, name string) error {
	return s.put(name, 0o777) // want `^error: .* \(filemode/world-writable\)$`
}

// chmod is replaced in the test.
var chmod = os.Chmod

// Share opens a file to all.
func Share(name string) error {
	return chmod(name, 0o666) // want `^error: .* \(filemode/world-writable\)$`
}

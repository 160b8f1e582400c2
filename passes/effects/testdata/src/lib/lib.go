// Package lib has the wrappers that the other test packages call.
package lib

import (
	"os"
	"path/filepath"
)

const Wide = 0o666

var DirMode os.FileMode = 0o777

var Mutable os.FileMode = 0o777

func SetMutable() { Mutable = 0 }

type Config struct {
	Dir  string
	Mode os.FileMode
}

// Write is a wrapper with path and mode.
func Write(p string, b []byte, m os.FileMode) error {
	return os.WriteFile(p, b, m) // want `create #0 mode #2&037777777777`
}

// Atomic makes its mode literal.
func Atomic(p string, b []byte, m os.FileMode) error {
	f, err := os.CreateTemp(filepath.Dir(p), "x") // want `create unique Atomic:t1!0 mode 0600`
	if err != nil {
		return err
	}
	f.Write(b)                    // want `write`
	f.Chmod(m)                    // want `chmod unique`
	f.Close()                     // want `close`
	return os.Rename(f.Name(), p) // want `rename`
}

// Open forwards flags.
func Open(p string, flags int) (*os.File, error) {
	return os.OpenFile(p, flags, Wide) // want `create #0 mode 0666 flags #1 may`
}

// Save takes its path and mode from a field.
func (c *Config) Save(b []byte) error {
	return os.WriteFile(c.path("key"), b, c.Mode) // want `create #0.Dir\+"/key" mode #0.Mode&037777777777`
}

func (c *Config) path(name string) string { return filepath.Join(c.Dir, name) }

// Drop removes what it is done with.
func Drop(f *os.File, p string) error {
	defer os.Remove(p)    // want `remove #1 deferred`
	return f.Chmod(0o600) // want `chmod @#0`
}

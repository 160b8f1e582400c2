// Package modelib hands modes and paths on.
package modelib

import (
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/peterbourgon/diskv"
	"github.com/spf13/viper"
)

// DirMode is wrong.
const DirMode = 755

// StateMode is for directories.
const StateMode = 0o750

// FileMode is for files, and wrong for directories.
var FileMode fs.FileMode = 0o640

// Open hands everything on.
func Open(p string, flag int, m fs.FileMode) (*os.File, error) { return os.OpenFile(p, flag, m) }

// Mkdir makes a directory.
func Mkdir(p string, m fs.FileMode) error { return os.MkdirAll(p, m) }

// Save writes a file that its group can read and write.
func Save(p string, b []byte) error { return os.WriteFile(p, b, 0o644) }

// RawMkdir takes the kernel's encoding.
func RawMkdir(p string, m uint32) error { return syscall.Mkdir(p, m) }

// Ensure takes a plain number.
func Ensure(p string, m int) error { return os.MkdirAll(p, os.FileMode(m)) }

// EnsureDir makes a directory that can always be entered.
func EnsureDir(p string, m fs.FileMode) error { return os.MkdirAll(p, m|0o111) }

// Exec sets the mode.
func Exec(p string, m fs.FileMode) error { return os.Chmod(p, m) }

// Reopen opens what is there, and else makes it.
func Reopen(p string, m fs.FileMode) (*os.File, error) {
	f, err := os.OpenFile(p, os.O_RDWR, m)
	if os.IsNotExist(err) {
		return os.OpenFile(p, os.O_RDWR|os.O_CREATE|os.O_EXCL, m)
	}
	return f, err
}

// Keys is where keys are.
func Keys(dir string) string { return filepath.Join(dir, ".ssh") }

// Store is told in a structure.
func Store(o diskv.Options) *diskv.Diskv { return diskv.New(o) }

// Setup tells the library the mode.
func Setup() { viper.SetConfigPermissions(0o600) }

// Perm tells the permission bits of a file.
func Perm(p string) fs.FileMode {
	fi, err := os.Stat(p)
	if err != nil {
		return 0
	}
	return fi.Mode().Perm()
}

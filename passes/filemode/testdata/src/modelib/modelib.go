// Package modelib hands modes and paths on.
package modelib

import (
	"io/fs"
	"os"
	"syscall"
)

// DirMode is wrong.
const DirMode = 755

// Open hands everything on.
func Open(p string, flag int, m fs.FileMode) (*os.File, error) { return os.OpenFile(p, flag, m) }

// Mkdir makes a directory.
func Mkdir(p string, m fs.FileMode) error { return os.MkdirAll(p, m) }

// Save writes a file that its group can read and write.
func Save(p string, b []byte) error { return os.WriteFile(p, b, 0o644) }

// RawMkdir takes the kernel's encoding.
func RawMkdir(p string, m uint32) error { return syscall.Mkdir(p, m) }

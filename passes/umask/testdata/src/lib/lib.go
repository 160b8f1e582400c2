// Package lib creates things for others and wraps the umask.
package lib

import (
	"os"
	"syscall"
)

// Report creates a file that the umask narrows.
func Report(p string) (*os.File, error) { return os.Create(p) }

// Tree creates directories that the umask narrows.
func Tree(p string) error { return os.MkdirAll(p, 0o777) }

// Private needs no umask.
func Private(p string) error { return os.MkdirAll(p, 0o700) }

// Set changes the umask for its caller, who gets the way back.
func Set(mask int) int { return syscall.Umask(mask) }

// SetErr does so on systems that may have none.
func SetErr(mask int) (old int, err error) { return syscall.Umask(mask), nil }

// Drop keeps no way back.
func Drop(mask int) {
	syscall.Umask(mask) // want `^warning: Drop is a library function and changes the umask of the whole process to a value that is not known here: .* \(umask/umask-in-library\)$`
}

// With runs a function under another umask; it is told here.
func With(mask int, run func() error) error {
	old := syscall.Umask(mask) // want `umask-window`
	defer syscall.Umask(old)
	return run()
}

// Mkdir makes a directory under another umask; it is told here.
func Mkdir(p string, mask int) error {
	old := syscall.Umask(mask) // want `umask-window`
	defer syscall.Umask(old)
	return os.Mkdir(p, 0o770)
}

// Setup changes it as it likes.
func Setup() {
	syscall.Umask(0o022) // want `^warning: Setup is a library function and changes the umask of the whole process to 0022`
}

// Open is told by nobody.
func Open() {
	syscall.Umask(0) // want `^error: umask 0000 lets every user write to whatever the process creates from here on: 2 creations here and in what it imports leave it to the umask \(lib.go:10, lib.go:13\); keep 0022 or less, and give a wider mode where it is needed \(umask/permissive-umask\)$`
}

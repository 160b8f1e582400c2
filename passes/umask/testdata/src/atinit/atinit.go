// Package main changes the umask before main runs.
package main

import (
	"net/http"
	"syscall"

	"github.com/permvet/permvet/passes/umask/testdata/src/lib"
)

var old = syscall.Umask(0o022) // a note: nothing is opened

var mask = set() // want `^error: sets the process umask to 0000 during package initialization: new files are world-writable; 2 calls here and in its imports rely on it \(lib.go:11, lib.go:14\); set it in main, or pass explicit modes \(umask/umask-at-init\)$`

func set() int {
	return syscall.Umask(0) // told where it is called
}

func init() {
	lib.Set(0) // want `umask-at-init`
}

// What runs later, on request, is not the initialisation.
func init() {
	http.HandleFunc("/", func(http.ResponseWriter, *http.Request) { syscall.Umask(0o022) })
}

// probe is the safe way to ask once.
var probe = func() int {
	old := syscall.Umask(0o077)
	syscall.Umask(old)
	return old
}()

func main() { _, _, _ = old, mask, probe }

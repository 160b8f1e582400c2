// Package main changes the umask before main runs.
package main

import (
	"net/http"
	"syscall"

	"github.com/permvet/permvet/passes/umask/testdata/src/lib"
)

var old = syscall.Umask(0o022) // a note: nothing is opened

var mask = set() // want `^error: sets the process umask to 0000 during package initialization, .* \(umask/umask-at-init\)$`

func set() int {
	return syscall.Umask(0) // want `^error: umask 0000 makes new files world-writable: 2 calls here and in its imports rely on it \(lib.go:10, lib.go:13`
}

func init() {
	lib.Set(0) // want `umask-at-init` `permissive-umask`
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

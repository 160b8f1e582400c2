// Package main changes the umask before main runs.
package main

import (
	"net/http"
	"syscall"

	"github.com/permvet/permvet/passes/umask/testdata/src/lib"
)

var old = syscall.Umask(0o022) // a note: nothing is opened

var mask = set() // want `^error: changes the umask of the process to 0000 while packages are initialised: .* \(umask/umask-at-init\)$`

func set() int {
	return syscall.Umask(0) // want `^error: umask 0000 lets every user write .*: 2 creations here and in what it imports .*lib.go:10, lib.go:13`
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

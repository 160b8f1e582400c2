// Package diskv imitates the library.
package diskv

import "os"

// Options tell how to write.
type Options struct {
	BasePath string
	FilePerm os.FileMode
}

// Diskv is a store.
type Diskv struct{}

// New opens a store.
func New(Options) *Diskv { return nil }

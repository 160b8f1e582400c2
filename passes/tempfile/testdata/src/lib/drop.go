package lib

import "os"

// Drop removes a file.
func Drop(p string) error { return os.Remove(p) }

//go:build !unix

package atomicfile

import "os"

// keepOwner has nothing to keep: the directory decides.
func keepOwner(*os.File, string) error { return nil }

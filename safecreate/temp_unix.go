//go:build unix && !linux

package safecreate

import "os"

func openNameless(dir string) (*os.File, error) { return createUnlinked(dir) }

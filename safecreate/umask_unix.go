//go:build unix && !linux

package safecreate

import "io/fs"

func procUmask() (fs.FileMode, bool) { return 0, false }

// Package lib hides the call in a wrapper.
package lib

import "os"

func Write(name string, mode os.FileMode) error { return write(name, mode|0o200) }

func write(name string, mode os.FileMode) error { return os.WriteFile(name, nil, mode) }

// EntryMode is the mode of entries, which is never changed.
var EntryMode int64 = 0o666

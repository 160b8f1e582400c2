// Package state makes directories for a daemon.
package state

import (
	"os"
	"path/filepath"

	"github.com/permvet/permvet/passes/filemode/testdata/src/modelib"
)

type config struct{ Root, StateDir, CacheDir string }

func closed(c config) {
	_ = os.MkdirAll(c.Root, 0o700)
	_ = os.MkdirAll(filepath.Join(c.Root, "a"), 0o710)
	_ = os.MkdirAll("/usr/share/doc/x", 0o755)
	_ = os.MkdirAll(c.CacheDir, 0o711) // no state that we know of
}

func through(c config) {
	_ = os.MkdirAll(c.StateDir, 0o711)                 // want `^warning: os.MkdirAll creates a directory with mode 0711 \(state by its name, "state", closed to listing but not to passing through\): every user can reach what is in it; use 0700, or 0710 with a group \(filemode/state-dir\)$`
	_ = modelib.Mkdir("/var/lib/daemon/images", 0o701) // want `warning: modelib.Mkdir creates a directory with mode 0701 \(state below /var/lib,`
	_ = os.MkdirAll("/var/lib/daemon", 0o755)
}

func beside(base string) {
	_ = os.MkdirAll(filepath.Join(base, "state"), 0o755) // want `warning: os.MkdirAll creates .*, and one beside it is closed\)`
	_ = os.MkdirAll(filepath.Join(base, "other"), 0o700)
}

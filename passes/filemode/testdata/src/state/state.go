// Package state makes directories for a daemon.
package state

import (
	"crypto/ecdsa"
	"crypto/x509"
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

func closedBelow(c config) error {
	if err := os.MkdirAll(c.StateDir, 0o711); err != nil { // open on purpose
		return err
	}
	return os.Mkdir(filepath.Join(c.StateDir, "one"), 0o700)
}

func through(c config) {
	_ = os.MkdirAll(c.StateDir, 0o711)                 // want `^warning: os.MkdirAll creates a directory with mode 0711 \(state by its name, "state", closed to listing but not to passing through\): every user can reach what is in it; use 0700, or 0710 with a group \(filemode/state-dir\)$`
	_ = modelib.Mkdir("/var/lib/daemon/images", 0o701) // want `warning: modelib.Mkdir creates a directory with mode 0701 \(state below /var/lib,`
	_ = os.MkdirAll("/var/lib/daemon", 0o755)
}

func beside(base string) {
	_ = os.MkdirAll(filepath.Join(base, "rootfs"), 0o755) // meant to differ
	_ = os.MkdirAll(filepath.Join(base, "work"), 0o700)
}

type daemon struct{ root string }

func (d *daemon) start() error { return os.MkdirAll(filepath.Join(d.root, "volumes"), 0o755) } // want `warning: os.MkdirAll creates .*, and another call makes it closed\)`

func (d *daemon) repair() error { return os.MkdirAll(filepath.Join(d.root, "volumes"), 0o700) }

func keep(state string, key *ecdsa.PrivateKey) error {
	der, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(state, 0o755); err != nil { // want `warning: os.MkdirAll creates .*, and a secret goes below\)`
		return err
	}
	return os.WriteFile(filepath.Join(state, "k"), der, 0o600)
}

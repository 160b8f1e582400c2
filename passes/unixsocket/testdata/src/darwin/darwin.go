//go:build darwin

// Package darwin: no abstract sockets there, and a temporary directory for each
// user.
package darwin

import (
	"net"
	"os"
	"path/filepath"
)

func listen() {
	net.Listen("unix", "@a")
	net.Listen("unix", filepath.Join(os.TempDir(), "a.sock"))
	net.Listen("unix", "/tmp/a.sock") // want "socket-in-shared-dir"
	net.Listen("unix", "/run/a.sock") // want "listen-then-chmod"
	os.Chmod("/run/a.sock", 0o600)
}

// Package daemon runs as root: it makes its socket where nobody else can.
package daemon

import (
	"net"
	"os"
)

func listen() {
	os.Remove("/run/daemon.sock") // want "^warning: .*stale-remove-race"
	net.Listen("unix", "/run/daemon.sock")
}

func control(path string) {
	os.Remove(path) // want "^warning: .*stale-remove-race"
	net.Listen("unix", path)
}

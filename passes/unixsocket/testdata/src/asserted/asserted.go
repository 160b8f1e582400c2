// Package asserted relies on what net.Listen returns: safecreate.Listen returns
// a type of its own, so that its helper is not offered.
package asserted

import (
	"net"
	"os"
)

func listen(path string) (net.Listener, error) {
	os.Remove(path) // want "stale-remove-race"
	return net.Listen("unix", path)
}

func file(l net.Listener) (*os.File, error) {
	return l.(*net.UnixListener).File()
}

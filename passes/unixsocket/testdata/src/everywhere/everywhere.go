// Package everywhere is built for systems on which fchmod of a socket fails:
// no fix without the helper.
package everywhere

import (
	"net"
	"os"
)

func listen(path string) {
	net.Listen("unix", path) // want "listen-then-chmod"
	os.Chmod(path, 0o660)
}

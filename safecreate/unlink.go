//go:build !plan9

package safecreate

import "net"

// setUnlink says whether the Close of package net removes a socket file by its name.
func setUnlink(l *net.UnixListener, unlink bool) { l.SetUnlinkOnClose(unlink) }

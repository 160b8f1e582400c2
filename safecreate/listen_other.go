//go:build !unix || aix || (solaris && !illumos)

package safecreate

import (
	"context"
	"errors"
	"io/fs"
	"net"
)

// isAbstract: no address is passed on unseen here.
func isAbstract(string) bool { return false }

func listenUnix(context.Context, string, string, fs.FileMode) (*net.UnixListener, error) {
	return nil, errors.ErrUnsupported
}

func listenUnixgram(context.Context, string, fs.FileMode) (*net.UnixConn, error) {
	return nil, errors.ErrUnsupported
}

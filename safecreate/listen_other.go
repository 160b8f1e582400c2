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

func (*options) listenUnix(context.Context, string, string, fs.FileMode) (*net.UnixListener, *anchor, error) {
	return nil, nil, errors.ErrUnsupported
}

func (*options) listenUnixgram(context.Context, string, fs.FileMode) (*net.UnixConn, error) {
	return nil, errors.ErrUnsupported
}

//go:build !plan9

package safecreate

import (
	"io/fs"
	"net"
	"os"
	"path/filepath"
)

// Owned wraps l so that Close removes the socket file only if it still is the one that
// l is bound to. The Close of a *net.UnixListener goes by name: if the file has been
// replaced by a successor's, it takes the successor off the air.
//
// Order of Close: lstat, compare device and inode with those at the time of Owned,
// unlink, close. Call it right after the listener was made; l itself must not be used
// for closing any more. Errors: [ErrAbstract] for a listener without file,
// [fs.ErrNotExist] and [ErrNotSocket] if there is no such socket file any more. The
// same on every system that package net has socket files on.
func Owned(l *net.UnixListener) (net.Listener, error) {
	addr := l.Addr().String()
	if addr == "" || isAbstract(addr) {
		return nil, &net.OpError{Op: "own", Net: "unix", Addr: l.Addr(), Err: ErrAbstract}
	}
	name, err := filepath.Abs(addr)
	if err != nil {
		return nil, err
	}
	fi, err := os.Lstat(name)
	if err != nil {
		return nil, pathError("own", name, err)
	}
	if fi.Mode().Type() != fs.ModeSocket {
		return nil, pathError("own", name, ErrNotSocket)
	}
	l.SetUnlinkOnClose(false)
	return &owned{l, name, fi}, nil
}

type owned struct {
	*net.UnixListener
	name string
	fi   fs.FileInfo
}

func (o *owned) Close() error {
	removeSame(o.name, o.fi)
	return o.UnixListener.Close()
}

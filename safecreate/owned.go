package safecreate

import (
	"errors"
	"io/fs"
	"net"
	"sync"
	"sync/atomic"
)

// A Listener is a [net.UnixListener] that owns its socket file: Close removes that file and
// no other. It holds the directory in which it has made the file and the inode of the file
// for its life, so that neither chdir nor chroot, a renamed directory, a successor's socket of the
// same name nor one of the same inode number leads it astray.
type Listener struct {
	*net.UnixListener
	at   *anchor
	keep atomic.Bool
	once sync.Once
}

func newListener(l *net.UnixListener, at *anchor) *Listener {
	setUnlink(l, false)
	return &Listener{UnixListener: l, at: at}
}

// Close removes the socket file, if the name still stands for it, and stops listening. A
// second Close removes nothing and is [net.ErrClosed].
//
// Order: fstatat in the directory that was opened by Listen, compare device and inode,
// unlinkat, close. If the file may not be removed, as by a process that has dropped its
// rights, Close stops listening all the same and the error is [fs.ErrPermission]; the next
// start finds the file stale.
func (l *Listener) Close() error {
	var removeErr error
	l.once.Do(func() {
		if !l.keep.Load() {
			removeErr = l.at.remove()
		}
		l.at.release()
	})
	err := l.UnixListener.Close()
	if removeErr != nil {
		removeErr = &net.OpError{Op: "close", Net: l.Addr().Network(), Addr: l.Addr(), Err: removeErr}
	}
	return errors.Join(removeErr, err)
}

// SetUnlinkOnClose says whether Close removes the socket file; it does unless this says
// otherwise. It replaces the method of package net, whose Close goes by name.
func (l *Listener) SetUnlinkOnClose(unlink bool) { l.keep.Store(!unlink) }

// Owned makes a [Listener] of one that was made by package net or by [ListenUnix], whose
// Close goes by name: if the file has been replaced by a successor's, it takes the
// successor off the air. Call it right after l was made; l itself must not be used for
// closing any more. [Listen] needs no Owned.
//
// Order: open the directory, fstatat, open(O_PATH) on Linux. Errors: [ErrAbstract] for a listener
// without file, [fs.ErrNotExist] and [ErrNotSocket] if there is no such socket file any
// more. The same on every system that package net has socket files on.
func Owned(l *net.UnixListener) (net.Listener, error) {
	addr := l.Addr().String()
	if addr == "" || isAbstract(addr) {
		return nil, &net.OpError{Op: "own", Net: "unix", Addr: l.Addr(), Err: ErrAbstract}
	}
	at, err := openPlace(addr, nil)
	if err != nil {
		return nil, pathError("own", addr, err)
	}
	fi, err := at.dir.Lstat(at.base)
	if err == nil && fi.Mode().Type() != fs.ModeSocket {
		err = ErrNotSocket
	}
	anchored := &anchor{place: *at, fi: fi}
	if err == nil {
		err = anchored.hold()
	}
	if err != nil {
		at.dir.Close()
		return nil, pathError("own", addr, err)
	}
	return newListener(l, anchored), nil
}

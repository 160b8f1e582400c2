package safecreate

import (
	"context"
	"fmt"
	"io/fs"
	"net"
	"time"
)

// LockTimeout is how long [Listen], [ListenUnix] and [ListenUnixgram] wait for another
// process that is setting up a socket at the same path. Use [ListenContext] for another
// limit.
const LockTimeout = 5 * time.Second

// Listen is [net.Listen] with a mode for socket files: nobody can ever connect while
// the file has another mode than perm. A stale socket file at the address is replaced,
// a living one is not, and of any number of starters exactly one succeeds.
//
// For "unix" and "unixpacket" the result is a *[Listener], whose Close removes the socket
// file that it has made and no other. Addresses without a file (on Linux "@name", or empty
// for one of the kernel's choice) have no mode, and every process in the network namespace
// can connect to them: they are refused with [ErrAbstract]. All other networks go to
// net.Listen as they are, once perm has been checked.
//
// Order: open the directory of the address; lock address+".lock" (0600, removed again);
// lstat; connect with a datagram socket, which tells a living socket from a stale one and
// which the server never sees; unlink what is stale; socket(SOCK_CLOEXEC); fchmod(perm), so
// that the file is born with perm less the umask; bind; open(O_PATH|O_NOFOLLOW), fstat,
// chmod of the inode if the umask took bits; listen. With [Owner] or [Group] the file is
// born with mode 0 and gets first its owner, then its mode. Before listen nobody can
// connect. All but the bind is relative to the directory that was opened: if somebody puts
// another one in its place meanwhile, the call fails with [ErrReplaced] and no mode is
// changed. On BSD and macOS, where fchmod of a socket does nothing, the file has 0777 less
// the umask from bind to chmod, which goes by name; nobody can connect then either.
//
// Errors are *net.OpError: EADDRINUSE for a living socket, or one that perm does not
// let us probe; [ErrNotSocket] and EADDRINUSE for anything else in the way, links
// included; [ErrOwner] for a stale socket or lock file of somebody else, unless [Ours] says
// that it is ours; ENAMETOOLONG if the address does not fit in a socket address (107 bytes
// on Linux); [ErrBadPerm]; [ErrLocked] and context.DeadlineExceeded after [LockTimeout].
// What is stale only this kernel knows: a socket on a file system that is shared with
// another machine, real or virtual, is stale here. Options: [Ours], [Owner], [Group].
// Solaris, AIX and systems other than Unix: [errors.ErrUnsupported] for unix networks.
func Listen(network, address string, perm fs.FileMode, opts ...Option) (net.Listener, error) {
	ctx, cancel := context.WithTimeout(context.Background(), LockTimeout)
	defer cancel()
	return ListenContext(ctx, network, address, perm, opts...)
}

// ListenContext is [Listen] that waits for another starter until ctx is done. Then the
// error is [ErrLocked] and that of ctx. Once the listener is returned, ctx has no
// effect on it.
func ListenContext(ctx context.Context, network, address string, perm fs.FileMode, opts ...Option) (net.Listener, error) {
	o, err := socketCall(network, address, perm, opts)
	if err != nil {
		return nil, err
	}
	if network != "unix" && network != "unixpacket" {
		var lc net.ListenConfig
		return lc.Listen(ctx, network, address)
	}
	l, at, err := o.listenUnix(ctx, network, address, perm)
	if err != nil {
		return nil, opError(network, address, err)
	}
	return newListener(l, at), nil
}

// ListenUnix is [net.ListenUnix] with a mode: [Listen] for the networks "unix" and
// "unixpacket". Because the result is package net's, so is its Close, which goes by the
// (absolute) name and removes whatever has it by then; [Listen] and [Owned] do better.
// Other networks and a nil laddr go to net.ListenUnix.
func ListenUnix(network string, laddr *net.UnixAddr, perm fs.FileMode, opts ...Option) (*net.UnixListener, error) {
	if laddr == nil || network != "unix" && network != "unixpacket" {
		return net.ListenUnix(network, laddr)
	}
	o, err := socketCall(network, laddr.Name, perm, opts)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), LockTimeout)
	defer cancel()
	l, at, err := o.listenUnix(ctx, network, laddr.Name, perm)
	if err != nil {
		return nil, opError(network, laddr.Name, err)
	}
	at.release()
	setUnlink(l, true)
	return l, nil
}

// ListenUnixgram is [net.ListenUnixgram] with a mode. A datagram socket receives from
// bind on, without a listen that could wait for the mode: it is born with perm less the
// umask and gets exactly perm an instant later, so that nobody who may not can ever
// send, but somebody who may can be refused in that instant. A nil laddr and other networks
// go to net.ListenUnixgram.
//
// Order, lock, stale sockets, options and errors are those of [Listen] without the listen.
// As with package net, Close leaves the file; the next call takes it for stale. Where
// fchmod of a socket has no effect (macOS, OpenBSD, NetBSD, DragonFly, older FreeBSD;
// and Solaris, AIX, systems other than Unix) it fails with [errors.ErrUnsupported]
// before anything is bound.
func ListenUnixgram(network string, laddr *net.UnixAddr, perm fs.FileMode, opts ...Option) (*net.UnixConn, error) {
	if laddr == nil || network != "unixgram" {
		return net.ListenUnixgram(network, laddr)
	}
	o, err := socketCall(network, laddr.Name, perm, opts)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), LockTimeout)
	defer cancel()
	c, err := o.listenUnixgram(ctx, laddr.Name, perm)
	if err != nil {
		return nil, opError(network, laddr.Name, err)
	}
	return c, nil
}

// socketCall checks what can be checked before anything is touched.
func socketCall(network, address string, perm fs.FileMode, opts []Option) (*options, error) {
	o, err := gather(opts, optOurs|optOwner|optGroup)
	if err == nil && perm&^fs.ModePerm != 0 {
		err = fmt.Errorf("%w: %#o", ErrBadPerm, uint32(perm))
	}
	if err == nil && isUnixNetwork(network) && isAbstract(address) {
		err = ErrAbstract
	}
	if err != nil {
		return nil, opError(network, address, err)
	}
	return o, nil
}

func isUnixNetwork(network string) bool {
	return network == "unix" || network == "unixgram" || network == "unixpacket"
}

func opError(network, address string, err error) error {
	return &net.OpError{Op: "listen", Net: network, Addr: &net.UnixAddr{Name: address, Net: network}, Err: err}
}

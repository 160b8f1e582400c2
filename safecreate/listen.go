package safecreate

import (
	"context"
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
// a living one is not, and of any number of starters exactly one succeeds. For "unix"
// and "unixpacket" the result is a *net.UnixListener with an absolute address whose
// Close removes the file; see [Owned]. All other networks, and on Linux abstract
// addresses ("@name", or empty for any), which have no file and no mode and which every
// process in the network namespace can connect to, go to net.Listen as they are.
//
// Order: lock address+".lock" (0600; it stays, empty); lstat; connect with a datagram
// socket, which tells a living socket from a stale one and which the server never sees;
// unlink what is stale; socket(SOCK_CLOEXEC); fchmod(perm), so that the file is born
// with perm less the umask; bind; open(O_PATH|O_NOFOLLOW), fstat, chmod of the inode if
// the umask took bits; listen. Before listen nobody can connect. On BSD and macOS,
// where fchmod of a socket does nothing, the file has 0777 less the umask from bind to
// chmod, which goes by name; nobody can connect then either.
//
// Errors are *net.OpError: EADDRINUSE for a living socket, or one that perm does not
// let us probe; [ErrNotSocket] and EADDRINUSE for anything else in the way, links
// included; [ErrOwner] for a stale socket of somebody else; ENAMETOOLONG if the
// absolute path does not fit in a socket address (107 bytes on Linux); [ErrBadPerm];
// [ErrLocked] and context.DeadlineExceeded after [LockTimeout]. Solaris, AIX and
// systems other than Unix: [errors.ErrUnsupported] for unix networks.
func Listen(network, address string, perm fs.FileMode) (net.Listener, error) {
	if !hasFile(network, address) {
		return net.Listen(network, address)
	}
	ctx, cancel := context.WithTimeout(context.Background(), LockTimeout)
	defer cancel()
	return ListenContext(ctx, network, address, perm)
}

// ListenContext is [Listen] that waits for another starter until ctx is done. Then the
// error is [ErrLocked] and that of ctx. Once the listener is returned, ctx has no
// effect on it.
func ListenContext(ctx context.Context, network, address string, perm fs.FileMode) (net.Listener, error) {
	if !hasFile(network, address) {
		var lc net.ListenConfig
		return lc.Listen(ctx, network, address)
	}
	l, err := listenUnix(ctx, network, address, perm)
	if err != nil {
		return nil, opError(network, address, err)
	}
	return l, nil
}

// ListenUnix is [net.ListenUnix] with a mode: [Listen] for the networks "unix" and
// "unixpacket". A nil laddr and on Linux an abstract address go to net.ListenUnix.
func ListenUnix(network string, laddr *net.UnixAddr, perm fs.FileMode) (*net.UnixListener, error) {
	if laddr == nil || !hasFile(network, laddr.Name) {
		return net.ListenUnix(network, laddr)
	}
	ctx, cancel := context.WithTimeout(context.Background(), LockTimeout)
	defer cancel()
	l, err := listenUnix(ctx, network, laddr.Name, perm)
	if err != nil {
		return nil, opError(network, laddr.Name, err)
	}
	return l, nil
}

// ListenUnixgram is [net.ListenUnixgram] with a mode. A datagram socket receives from
// bind on, without a listen that could wait for the mode: it is born with perm less the
// umask and gets exactly perm an instant later, so that nobody who may not can ever
// send, but somebody who may can be refused in that instant. A nil laddr and on Linux
// an abstract address go to net.ListenUnixgram.
//
// Order, lock, stale sockets and errors are those of [Listen] without the listen. As
// with package net, Close leaves the file; the next call takes it for stale. Where
// fchmod of a socket has no effect (macOS, OpenBSD, NetBSD, DragonFly, older FreeBSD;
// and Solaris, AIX, systems other than Unix) it fails with [errors.ErrUnsupported]
// before anything is bound.
func ListenUnixgram(network string, laddr *net.UnixAddr, perm fs.FileMode) (*net.UnixConn, error) {
	if laddr == nil || isAbstract(laddr.Name) || network != "unixgram" {
		return net.ListenUnixgram(network, laddr)
	}
	ctx, cancel := context.WithTimeout(context.Background(), LockTimeout)
	defer cancel()
	c, err := listenUnixgram(ctx, laddr.Name, perm)
	if err != nil {
		return nil, opError(network, laddr.Name, err)
	}
	return c, nil
}

// hasFile tells whether a listener of that network and address makes a socket file.
func hasFile(network, address string) bool {
	return (network == "unix" || network == "unixpacket") && !isAbstract(address)
}

func isUnixNetwork(network string) bool {
	return network == "unix" || network == "unixgram" || network == "unixpacket"
}

func opError(network, address string, err error) error {
	return &net.OpError{Op: "listen", Net: network, Addr: &net.UnixAddr{Name: address, Net: network}, Err: err}
}

package safecreate

import (
	"net"
	"os"
	"syscall"
)

// PeerCred asks the kernel who is at the other end of c: the process that connected, with
// the effective user and group that it had at that moment. The mode of the socket says who
// may connect; this says who has. UID and GID can be relied upon, within one user namespace
// (others appear as 65534); PID may have come to mean another process by now.
//
// Order: getsockopt(SO_PEERCRED). Linux; elsewhere [errors.ErrUnsupported], because package
// syscall does not know the calls of the others.
func PeerCred(c *net.UnixConn) (Peer, error) {
	raw, err := c.SyscallConn()
	if err != nil {
		return Peer{}, err
	}
	var cred *syscall.Ucred
	var credErr error
	err = raw.Control(func(fd uintptr) {
		cred, credErr = syscall.GetsockoptUcred(int(fd), syscall.SOL_SOCKET, syscall.SO_PEERCRED)
	})
	if err == nil {
		err = os.NewSyscallError("getsockopt", credErr)
	}
	if err != nil {
		return Peer{}, &net.OpError{Op: "peercred", Net: "unix", Addr: c.LocalAddr(), Err: err}
	}
	return Peer{PID: int(cred.Pid), UID: int(cred.Uid), GID: int(cred.Gid)}, nil
}

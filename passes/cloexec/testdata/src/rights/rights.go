//go:build linux

// Package rights receives descriptors.
package rights

import (
	"net"
	"os/exec"

	"golang.org/x/sys/unix"
)

func spawn() error { return exec.Command("true").Run() }

// Negatives.

func flagged(s int, oob []byte) ([]int, error) {
	_, n, _, _, err := unix.Recvmsg(s, nil, oob, unix.MSG_CMSG_CLOEXEC|unix.MSG_TRUNC)
	if err != nil {
		return nil, err
	}
	return parse(oob[:n])
}

func byNet(c *net.UnixConn, oob []byte) ([]int, error) {
	_, n, _, _, err := c.ReadMsgUnix(nil, oob)
	if err != nil {
		return nil, err
	}
	return parse(oob[:n])
}

func credentials(s int, oob []byte) (*unix.Ucred, error) {
	_, n, _, _, err := unix.Recvmsg(s, nil, oob, 0)
	if err != nil {
		return nil, err
	}
	msgs, err := unix.ParseSocketControlMessage(oob[:n])
	if err != nil {
		return nil, err
	}
	return unix.ParseUnixCredentials(&msgs[0])
}

func parse(oob []byte) ([]int, error) {
	msgs, err := unix.ParseSocketControlMessage(oob)
	if err != nil {
		return nil, err
	}
	return unix.ParseUnixRights(&msgs[0])
}

// Positives.

func bare(s int, oob []byte) ([]int, error) {
	_, n, _, _, err := unix.Recvmsg(s, nil, oob, unix.MSG_DONTWAIT) // want `warning: unix.Recvmsg without MSG_CMSG_CLOEXEC: every child inherits the descriptors that another process sends; add MSG_CMSG_CLOEXEC`
	if err != nil {
		return nil, err
	}
	return parse(oob[:n])
}

func receive(s int, oob []byte) (int, error) {
	_, n, _, _, err := unix.Recvmsg(s, nil, oob, 0) // want `warning: unix.Recvmsg without MSG_CMSG_CLOEXEC`
	return n, err
}

func apart(s int, oob []byte) ([]int, error) {
	n, err := receive(s, oob)
	if err != nil {
		return nil, err
	}
	return parse(oob[:n])
}

func markedLater(s int, oob []byte) ([]int, error) {
	_, n, _, _, err := unix.Recvmsg(s, nil, oob, 0) // want `warning: unix.Recvmsg without MSG_CMSG_CLOEXEC`
	if err != nil {
		return nil, err
	}
	fds, err := parse(oob[:n])
	for _, fd := range fds {
		unix.CloseOnExec(fd)
	}
	return fds, err
}

//go:build linux

// Package wrong gives constants that mean something else in the call.
package wrong

import (
	"syscall"

	"golang.org/x/sys/unix"
)

// Negatives: other names of the same bits, and constants in their own place.

func equal() {
	unix.Socket(unix.AF_UNIX, unix.SOCK_STREAM|unix.O_CLOEXEC, 0)
	unix.EpollCreate1(unix.O_CLOEXEC)
	unix.Dup3(3, 9, unix.EPOLL_CLOEXEC)
	unix.FcntlInt(3, unix.F_SETFD, unix.FD_CLOEXEC)
	unix.MemfdCreate("m", unix.MFD_CLOEXEC)
	unix.FanotifyInit(unix.FAN_CLOEXEC, unix.O_RDONLY|unix.O_CLOEXEC)
}

func masked(flags int) { unix.Open("/", flags&^unix.FD_CLOEXEC|unix.O_CLOEXEC, 0) }

// Positives.

func open() (int, error) {
	return unix.Open("/", unix.O_RDONLY|unix.FD_CLOEXEC, 0) // want `error: FD_CLOEXEC is not the close-on-exec flag of unix.Open: its value 0x1 means something else here, and every child inherits the descriptor; use O_CLOEXEC`
}

const flags = syscall.O_RDONLY | syscall.FD_CLOEXEC

func named() (int, error) {
	return syscall.Open("/", flags, 0) // want `error: FD_CLOEXEC is not the close-on-exec flag of syscall.Open`
}

func variable() (int, error) {
	f := unix.O_RDONLY
	f |= unix.FD_CLOEXEC
	return unix.Open("/", f, 0) // want `error: FD_CLOEXEC is not the close-on-exec flag of unix.Open`
}

func how() (int, error) {
	return unix.Openat2(3, ".", &unix.OpenHow{Flags: unix.O_PATH | unix.FD_CLOEXEC}) // want `error: FD_CLOEXEC is not the close-on-exec flag of unix.Openat2`
}

func memfd() (int, error) {
	return unix.MemfdCreate("m", unix.O_CLOEXEC) // want `error: O_CLOEXEC is not the close-on-exec flag of unix.MemfdCreate: its value 0x80000 means something else here, and every child inherits the memory file; use MFD_CLOEXEC`
}

func recv(s int, oob []byte) {
	unix.Recvmsg(s, nil, oob, unix.SOCK_CLOEXEC) // want `error: SOCK_CLOEXEC is not the close-on-exec flag of unix.Recvmsg`
}

func perf(attr *unix.PerfEventAttr) (int, error) {
	return unix.PerfEventOpen(attr, 0, -1, -1, unix.PerfBitExclusive) // want `error: PerfBitExclusive is not the close-on-exec flag of unix.PerfEventOpen: .*; use PERF_FLAG_FD_CLOEXEC`
}

func dup() (int, error) {
	return unix.FcntlInt(0, unix.F_DUPFD, unix.FD_CLOEXEC) // want `error: F_DUPFD takes the lowest number for the duplicate, not FD_CLOEXEC: every child inherits the duplicate; use F_DUPFD_CLOEXEC`
}

func status() (int, error) {
	return unix.FcntlInt(0, unix.F_SETFL, unix.FD_CLOEXEC) // want `error: F_SETFL with FD_CLOEXEC does not set close-on-exec: F_SETFL changes status flags, so every child inherits the descriptor; use F_SETFD`
}

func descriptorFlags() (int, error) {
	return unix.FcntlInt(0, unix.F_SETFD, unix.O_CLOEXEC) // want `error: O_CLOEXEC is not the close-on-exec flag of unix.FcntlInt: its value 0x80000 means something else here, .*; use FD_CLOEXEC`
}

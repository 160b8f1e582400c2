//go:build linux

package main

import (
	"net"
	"os"
	"path/filepath"
	"unsafe"

	"golang.org/x/sys/unix"
)

// These are close-on-exec whatever the program says: the check is silent, and
// the child gets nothing.
func init() {
	rows["always unix.PidfdOpen"] = func() (int, error) { return unix.PidfdOpen(os.Getpid(), 0) }
	rows["always unix.PidfdGetfd"] = pidfdGetfd
	rows["always SYS_IO_URING_SETUP"] = ioUring
	rows["always SYS_LANDLOCK_CREATE_RULESET"] = landlock
	rows["always SYS_BPF"] = bpfMap
	rows["always SYS_MQ_OPEN"] = queue
	rows["always os.Open"] = func() (int, error) { return file(os.Open("/etc/hostname")) }
	rows["always os.OpenFile"] = func() (int, error) { return file(os.OpenFile("/etc/hostname", os.O_RDONLY, 0)) }
	rows["always os.CreateTemp"] = func() (int, error) { return file(os.CreateTemp("", "proof")) }
	rows["always os.Pipe"] = func() (int, error) { r, _, err := os.Pipe(); return file(r, err) }
	rows["always net.Listen"] = listen
	rows["always net.ReadMsgUnix"] = readMsgUnix
	rows["always F_DUPFD_CLOEXEC"] = func() (int, error) { return unix.FcntlInt(0, unix.F_DUPFD_CLOEXEC, 0) }
}

// keep holds what the collector would close.
var keep any

func file(f *os.File, err error) (int, error) {
	if err != nil {
		return -1, err
	}
	keep = f
	return int(f.Fd()), nil
}

func pidfdGetfd() (int, error) {
	self, err := unix.PidfdOpen(os.Getpid(), 0)
	if err != nil {
		return -1, err
	}
	return unix.PidfdGetfd(self, 1, 0)
}

func raw(fd, _ uintptr, errno unix.Errno) (int, error) {
	if errno != 0 {
		return -1, errno
	}
	return int(fd), nil
}

func ioUring() (int, error) {
	var params [120]byte
	return raw(unix.Syscall(unix.SYS_IO_URING_SETUP, 4, uintptr(unsafe.Pointer(&params[0])), 0))
}

func landlock() (int, error) {
	attr := struct{ fs uint64 }{unix.LANDLOCK_ACCESS_FS_EXECUTE}
	return raw(unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, uintptr(unsafe.Pointer(&attr)), unsafe.Sizeof(attr), 0))
}

func bpfMap() (int, error) {
	attr := struct{ typ, key, value, entries, flags uint32 }{unix.BPF_MAP_TYPE_ARRAY, 4, 4, 1, 0}
	return raw(unix.Syscall(unix.SYS_BPF, unix.BPF_MAP_CREATE, uintptr(unsafe.Pointer(&attr)), unsafe.Sizeof(attr)))
}

func queue() (int, error) {
	name := []byte("permvet-proof\x00")
	fd, err := raw(unix.Syscall6(unix.SYS_MQ_OPEN, uintptr(unsafe.Pointer(&name[0])), unix.O_RDWR|unix.O_CREAT, 0o600, 0, 0, 0))
	if err == nil {
		unix.Syscall(unix.SYS_MQ_UNLINK, uintptr(unsafe.Pointer(&name[0])), 0, 0)
	}
	return fd, err
}

func listen() (int, error) {
	l, err := net.Listen("unix", "@permvet-proof-"+filepath.Base(temp()))
	if err != nil {
		return -1, err
	}
	keep = l
	return 0, nil
}

func readMsgUnix() (int, error) {
	s, err := sent()
	if err != nil {
		return -1, err
	}
	c, err := net.FileConn(os.NewFile(uintptr(s), "socket"))
	if err != nil {
		return -1, err
	}
	oob := make([]byte, unix.CmsgSpace(4))
	_, n, _, _, err := c.(*net.UnixConn).ReadMsgUnix(make([]byte, 1), oob)
	if err != nil {
		return -1, err
	}
	return first(oob[:n])
}

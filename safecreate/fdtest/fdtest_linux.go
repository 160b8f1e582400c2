package fdtest

import (
	"fmt"
	"net"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

const procFD = "/proc/self/fd"

func inheritable() ([]Descriptor, error) {
	entries, err := os.ReadDir(procFD)
	if err != nil {
		return nil, fmt.Errorf("list descriptors: %w", err)
	}
	var found []Descriptor
	for _, e := range entries {
		fd, err := strconv.Atoi(e.Name())
		if err != nil {
			continue
		}
		flags, _, errno := syscall.Syscall(syscall.SYS_FCNTL, uintptr(fd), syscall.F_GETFD, 0)
		if errno != 0 || flags&syscall.FD_CLOEXEC != 0 {
			continue // closed by now, as the one that ReadDir used, or not inherited
		}
		if d, ok := describe(fd); ok {
			found = append(found, d)
		}
	}
	slices.SortFunc(found, func(a, b Descriptor) int { return a.FD - b.FD })
	return found, nil
}

func describe(fd int) (Descriptor, bool) {
	target, err := os.Readlink(procFD + "/" + strconv.Itoa(fd))
	if err != nil {
		return Descriptor{}, false
	}
	var st syscall.Stat_t
	if err := syscall.Fstat(fd, &st); err != nil {
		return Descriptor{}, false
	}
	d := Descriptor{FD: fd, Name: target, id: fmt.Sprintf("%s %d:%d", target, st.Dev, st.Ino)}
	switch st.Mode & syscall.S_IFMT {
	case syscall.S_IFREG:
		d.Kind = "file"
		if name, ok := strings.CutPrefix(target, "/memfd:"); ok {
			d.Kind, d.Name = "memfd", strings.TrimSuffix(name, " (deleted)")
		}
	case syscall.S_IFDIR:
		d.Kind = "directory"
	case syscall.S_IFCHR, syscall.S_IFBLK:
		d.Kind = "device"
	case syscall.S_IFIFO:
		d.Kind = "fifo"
		if strings.HasPrefix(target, "pipe:") {
			d.Kind, d.Name = "pipe", pipeEnd(fd, target)
		}
	case syscall.S_IFSOCK:
		d.Kind, d.Name = "socket", socketName(fd)
	default: // anon_inode:[eventpoll], anon_inode:inotify
		kind := strings.TrimPrefix(target, "anon_inode:")
		d.Kind, d.Name = strings.Trim(kind, "[]"), ""
	}
	return d, true
}

// pipeEnd says which end of which pipe fd is; the number is the same for both ends.
func pipeEnd(fd int, target string) string {
	number := strings.TrimSuffix(strings.TrimPrefix(target, "pipe:["), "]")
	flags, _, errno := syscall.Syscall(syscall.SYS_FCNTL, uintptr(fd), syscall.F_GETFL, 0)
	if errno != 0 {
		return number
	}
	switch flags & syscall.O_ACCMODE {
	case syscall.O_RDONLY:
		return number + " (read end)"
	case syscall.O_WRONLY:
		return number + " (write end)"
	}
	return number
}

func socketName(fd int) string {
	local, err := syscall.Getsockname(fd)
	if err != nil {
		return "of an unknown family"
	}
	typ, _ := syscall.GetsockoptInt(fd, syscall.SOL_SOCKET, syscall.SO_TYPE)
	name := family(local, typ)
	if a := address(local); a != "" {
		name += " " + a
	}
	if peer, err := syscall.Getpeername(fd); err == nil {
		if a := address(peer); a != "" {
			name += " connected to " + a
		} else {
			name += " (connected)"
		}
	} else if on, err := syscall.GetsockoptInt(fd, syscall.SOL_SOCKET, syscall.SO_ACCEPTCONN); err == nil && on != 0 {
		name += " (listening)"
	}
	return name
}

func family(sa syscall.Sockaddr, typ int) string {
	switch sa.(type) {
	case *syscall.SockaddrUnix:
		switch typ {
		case syscall.SOCK_DGRAM:
			return "unixgram"
		case syscall.SOCK_SEQPACKET:
			return "unixpacket"
		}
		return "unix"
	case *syscall.SockaddrInet4, *syscall.SockaddrInet6:
		switch typ {
		case syscall.SOCK_STREAM:
			return "tcp"
		case syscall.SOCK_DGRAM:
			return "udp"
		}
		return "ip"
	case *syscall.SockaddrNetlink:
		return "netlink"
	case *syscall.SockaddrLinklayer:
		return "packet"
	}
	return "of an unknown family"
}

func address(sa syscall.Sockaddr) string {
	switch sa := sa.(type) {
	case *syscall.SockaddrUnix:
		if sa.Name == "@" { // unnamed
			return ""
		}
		return sa.Name
	case *syscall.SockaddrInet4:
		return net.JoinHostPort(net.IP(sa.Addr[:]).String(), strconv.Itoa(sa.Port))
	case *syscall.SockaddrInet6:
		return net.JoinHostPort(net.IP(sa.Addr[:]).String(), strconv.Itoa(sa.Port))
	}
	return ""
}

//go:build linux

package main

import (
	"errors"
	"os"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

var rows = map[string]row{
	"unix.Open": openUnix, "syscall.Open": openSyscall, "unix.Open O_PATH": openPath, "unix.Openat": openatUnix,
	"syscall.Openat": openatSyscall, "SYS_OPENAT": openatRaw, "unix.Openat2": openat2, "unix.OpenByHandleAt": byHandle,
	"unix.Socket": socketUnix, "syscall.Socket": socketSyscall, "SYS_SOCKET": socketRaw,
	"unix.Socketpair": socketpairUnix, "syscall.Socketpair": socketpairSyscall,
	"unix.Accept4": accept4Unix, "syscall.Accept4": accept4Syscall, "unix.Pipe2": pipe2Unix, "syscall.Pipe2": pipe2Syscall,
	"unix.Dup3": dup3Unix, "syscall.Dup3": dup3Syscall, "F_DUPFD": dupfd,
	"unix.EpollCreate1": epoll1Unix, "syscall.EpollCreate1": epoll1Syscall,
	"unix.InotifyInit1": inotify1Unix, "syscall.InotifyInit1": inotify1Syscall,
	"unix.Eventfd": eventfd, "SYS_EVENTFD2": eventfdRaw, "unix.Signalfd": signalfd, "unix.TimerfdCreate": timerfd,
	"unix.MemfdCreate": memfd, "unix.MemfdSecret": memfdSecret, "unix.PerfEventOpen": perf,
	"unix.FanotifyInit": fanotify, "fanotify events": fanotifyEvents,
	"unix.OpenTree": openTree, "SYS_OPEN_TREE_ATTR": openTreeAttr, "unix.Fsopen": fsopen, "unix.Fspick": fspick, "unix.Fsmount": fsmount,
	"SYS_USERFAULTFD": userfault, "unix.Recvmsg": recvmsg, "unix.RecvmsgBuffers": recvmsgBuffers, "syscall.Recvmsg": recvmsgSyscall, "TIOCGPTPEER": ptpeer,
	"unix.Creat": creatUnix, "syscall.Creat": creatSyscall, "unix.Accept": acceptUnix, "syscall.Accept": acceptSyscall,
	"unix.Pipe": pipeUnix, "syscall.Pipe": pipeSyscall, "unix.Dup": dupUnix, "syscall.Dup": dupSyscall,
	"unix.Dup2": dup2Unix, "syscall.Dup2": dup2Syscall, "unix.EpollCreate": epollUnix, "syscall.EpollCreate": epollSyscall,
	"unix.InotifyInit": inotifyUnix, "syscall.InotifyInit": inotifySyscall,
}

func openUnix() (int, error) {
	return unix.Open("/etc/hostname", unix.O_RDONLY, 0) // want `error: unix.Open without O_CLOEXEC: every child inherits the descriptor, which is returned and stays open; add unix.O_CLOEXEC`
}

func openSyscall() (int, error) {
	return syscall.Open("/etc/hostname", 0, 0) // want `syscall.Open without O_CLOEXEC`
}

func openPath() (int, error) {
	return unix.Open("/etc", unix.O_PATH|unix.O_NOFOLLOW, 0) // want `inherits the O_PATH descriptor`
}

func openatUnix() (int, error) {
	return unix.Openat(unix.AT_FDCWD, "/etc", unix.O_RDONLY|unix.O_DIRECTORY, 0) // want `unix.Openat without O_CLOEXEC: every child inherits the directory descriptor`
}

func openatSyscall() (int, error) {
	flags := syscall.O_RDONLY
	flags |= syscall.O_NOFOLLOW
	return syscall.Openat(unix.AT_FDCWD, "/etc", flags, 0) // want `syscall.Openat without O_CLOEXEC`
}

func openatRaw() (int, error) {
	name, at := []byte("/etc\x00"), unix.AT_FDCWD
	fd, _, errno := syscall.Syscall6(unix.SYS_OPENAT, uintptr(at), uintptr(unsafe.Pointer(&name[0])), // want `SYS_OPENAT without O_CLOEXEC`
		0, 0, 0, 0)
	if errno != 0 {
		return -1, errno
	}
	return int(fd), nil
}

func openat2() (int, error) {
	how := unix.OpenHow{
		Flags: unix.O_DIRECTORY | unix.O_PATH,
	}
	return unix.Openat2(unix.AT_FDCWD, "/etc", &how) // want `unix.Openat2 without O_CLOEXEC: every child inherits the O_PATH descriptor`
}

func byHandle() (int, error) {
	handle, _, err := unix.NameToHandleAt(unix.AT_FDCWD, "/etc", 0)
	if err != nil {
		return -1, err
	}
	mount, err := unix.Open("/etc", unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return -1, err
	}
	return unix.OpenByHandleAt(mount, handle, unix.O_RDONLY) // want `unix.OpenByHandleAt without O_CLOEXEC`
}

func socketUnix() (int, error) {
	return unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW, unix.NETLINK_ROUTE) // want `unix.Socket without SOCK_CLOEXEC: every child inherits the netlink socket`
}

func socketSyscall() (int, error) {
	return syscall.Socket(syscall.AF_UNIX, syscall.SOCK_STREAM, 0) // want `syscall.Socket without SOCK_CLOEXEC`
}

func socketRaw() (int, error) {
	fd, _, errno := unix.RawSyscall(unix.SYS_SOCKET, unix.AF_UNIX, unix.SOCK_STREAM, 0) // want `SYS_SOCKET without SOCK_CLOEXEC`
	if errno != 0 {
		return -1, errno
	}
	return int(fd), nil
}

func socketpairUnix() (int, error) {
	pair, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM, 0) // want `unix.Socketpair without SOCK_CLOEXEC`
	return pair[0], err
}

func socketpairSyscall() (int, error) {
	pair, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM, 0) // want `syscall.Socketpair without SOCK_CLOEXEC`
	return pair[0], err
}

func accept4Unix() (int, error) {
	l, err := pending()
	if err != nil {
		return -1, err
	}
	fd, _, err := unix.Accept4(l, 0) // want `unix.Accept4 without SOCK_CLOEXEC`
	return fd, err
}

func accept4Syscall() (int, error) {
	l, err := pending()
	if err != nil {
		return -1, err
	}
	fd, _, err := syscall.Accept4(l, syscall.SOCK_NONBLOCK) // want `syscall.Accept4 without SOCK_CLOEXEC`
	return fd, err
}

func pipe2Unix() (int, error) {
	var p [2]int
	err := unix.Pipe2(p[:], unix.O_NONBLOCK) // want `unix.Pipe2 without O_CLOEXEC`
	return p[0], err
}

func pipe2Syscall() (int, error) {
	p := make([]int, 2)
	err := syscall.Pipe2(p, 0) // want `syscall.Pipe2 without O_CLOEXEC`
	return p[1], err
}

func dup3Unix() (int, error) {
	return 100, unix.Dup3(0, 100, 0) // want `unix.Dup3 without O_CLOEXEC: every child inherits the duplicate`
}

func dup3Syscall() (int, error) {
	return 100, syscall.Dup3(0, 100, 0) // want `syscall.Dup3 without O_CLOEXEC`
}

func dupfd() (int, error) {
	return unix.FcntlInt(0, unix.F_DUPFD, 3) // want `unix.FcntlInt with F_DUPFD: every child inherits the descriptor, which is returned and stays open; use F_DUPFD_CLOEXEC`
}

func epoll1Unix() (int, error) {
	return unix.EpollCreate1(0) // want `unix.EpollCreate1 without EPOLL_CLOEXEC: every child inherits the event descriptor`
}

func epoll1Syscall() (int, error) {
	return syscall.EpollCreate1(0) // want `syscall.EpollCreate1 without EPOLL_CLOEXEC`
}

func inotify1Unix() (int, error) {
	return unix.InotifyInit1(unix.IN_NONBLOCK) // want `unix.InotifyInit1 without IN_CLOEXEC`
}

func inotify1Syscall() (int, error) {
	return syscall.InotifyInit1(0x0) // want `syscall.InotifyInit1 without IN_CLOEXEC`
}

func eventfd() (int, error) {
	return unix.Eventfd(0, unix.EFD_NONBLOCK) // want `unix.Eventfd without EFD_CLOEXEC`
}

func eventfdRaw() (int, error) {
	fd, _, errno := syscall.RawSyscall(syscall.SYS_EVENTFD2, 0, 0, 0) // want `SYS_EVENTFD2 without EFD_CLOEXEC`
	if errno != 0 {
		return -1, errno
	}
	return int(fd), nil
}

func signalfd() (int, error) {
	return unix.Signalfd(-1, new(unix.Sigset_t), 0) // want `unix.Signalfd without SFD_CLOEXEC`
}

func timerfd() (int, error) {
	return unix.TimerfdCreate(unix.CLOCK_MONOTONIC, 0) // want `unix.TimerfdCreate without TFD_CLOEXEC`
}

func memfd() (int, error) {
	return unix.MemfdCreate("proof", unix.MFD_ALLOW_SEALING) // want `unix.MemfdCreate without MFD_CLOEXEC: every child inherits the memory file`
}

func memfdSecret() (int, error) {
	return unix.MemfdSecret(0) // want `unix.MemfdSecret without O_CLOEXEC`
}

func perf() (int, error) {
	attr := unix.PerfEventAttr{Type: unix.PERF_TYPE_SOFTWARE, Config: unix.PERF_COUNT_SW_CPU_CLOCK, Size: uint32(unsafe.Sizeof(unix.PerfEventAttr{}))}
	return unix.PerfEventOpen(&attr, 0, -1, -1, 0) // want `unix.PerfEventOpen without PERF_FLAG_FD_CLOEXEC`
}

func fanotify() (int, error) {
	return unix.FanotifyInit(unix.FAN_CLASS_NOTIF, unix.O_RDONLY|unix.O_CLOEXEC) // want `unix.FanotifyInit without FAN_CLOEXEC`
}

func fanotifyEvents() (int, error) {
	fd, err := unix.FanotifyInit(unix.FAN_CLASS_NOTIF|unix.FAN_CLOEXEC, unix.O_RDONLY) // want `unix.FanotifyInit without O_CLOEXEC among the flags of its events: every child inherits the descriptor; add unix.O_CLOEXEC`
	if err != nil {
		return -1, err
	}
	return event(fd)
}

func openTree() (int, error) {
	return unix.OpenTree(unix.AT_FDCWD, "/etc", unix.OPEN_TREE_CLONE) // want `unix.OpenTree without OPEN_TREE_CLOEXEC: every child inherits the mount descriptor`
}

func openTreeAttr() (int, error) {
	name, at := []byte("/etc\x00"), unix.AT_FDCWD
	fd, _, errno := unix.Syscall6(unix.SYS_OPEN_TREE_ATTR, uintptr(at), uintptr(unsafe.Pointer(&name[0])), unix.OPEN_TREE_CLONE, 0, 0, 0) // want `SYS_OPEN_TREE_ATTR without OPEN_TREE_CLOEXEC`
	if errno != 0 {
		return -1, errno
	}
	return int(fd), nil
}

func fsopen() (int, error) {
	return unix.Fsopen("tmpfs", 0) // want `unix.Fsopen without FSOPEN_CLOEXEC`
}

func fspick() (int, error) {
	return unix.Fspick(unix.AT_FDCWD, "/", unix.FSPICK_NO_AUTOMOUNT) // want `unix.Fspick without FSPICK_CLOEXEC`
}

func fsmount() (int, error) {
	fs, err := unix.Fsopen("tmpfs", unix.FSOPEN_CLOEXEC)
	if err != nil {
		return -1, err
	}
	if err := unix.FsconfigCreate(fs); err != nil {
		return -1, err
	}
	return unix.Fsmount(fs, 0, 0) // want `unix.Fsmount without FSMOUNT_CLOEXEC`
}

func userfault() (int, error) {
	fd, _, errno := unix.Syscall(unix.SYS_USERFAULTFD, unix.O_NONBLOCK, 0, 0) // want `SYS_USERFAULTFD without O_CLOEXEC`
	if errno != 0 {
		return -1, errno
	}
	return int(fd), nil
}

func recvmsg() (int, error) {
	s, err := sent()
	if err != nil {
		return -1, err
	}
	oob := make([]byte, unix.CmsgSpace(4))
	_, n, _, _, err := unix.Recvmsg(s, make([]byte, 1), oob, 0) // want `warning: unix.Recvmsg without MSG_CMSG_CLOEXEC: every child inherits the descriptors that another process sends; add MSG_CMSG_CLOEXEC`
	if err != nil {
		return -1, err
	}
	return first(oob[:n])
}

func recvmsgBuffers() (int, error) {
	s, err := sent()
	if err != nil {
		return -1, err
	}
	oob := make([]byte, unix.CmsgSpace(4))
	_, n, _, _, err := unix.RecvmsgBuffers(s, [][]byte{make([]byte, 1)}, oob, unix.MSG_TRUNC) // want `unix.RecvmsgBuffers without MSG_CMSG_CLOEXEC`
	if err != nil {
		return -1, err
	}
	return first(oob[:n])
}

func recvmsgSyscall() (int, error) {
	s, err := sent()
	if err != nil {
		return -1, err
	}
	oob := make([]byte, unix.CmsgSpace(4))
	_, n, _, _, err := syscall.Recvmsg(s, make([]byte, 1), oob, 0) // want `syscall.Recvmsg without MSG_CMSG_CLOEXEC`
	if err != nil {
		return -1, err
	}
	return first(oob[:n])
}

func ptpeer() (int, error) {
	ptmx, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		return -1, err
	}
	if err := unix.IoctlSetPointerInt(int(ptmx.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		return -1, err
	}
	fd, _, errno := unix.Syscall(unix.SYS_IOCTL, ptmx.Fd(), unix.TIOCGPTPEER, unix.O_RDWR|unix.O_NOCTTY) // want `SYS_IOCTL without O_CLOEXEC`
	if errno != 0 {
		return -1, errno
	}
	keep = ptmx
	return int(fd), nil
}

func creatUnix() (int, error) {
	return unix.Creat(temp(), 0o600) // want `unix.Creat cannot set close-on-exec: every child inherits the descriptor, which is returned and stays open; use Open with O_CLOEXEC`
}

func creatSyscall() (int, error) {
	return syscall.Creat(temp(), 0o600) // want `syscall.Creat cannot set close-on-exec`
}

func acceptUnix() (int, error) {
	l, err := pending()
	if err != nil {
		return -1, err
	}
	fd, _, err := unix.Accept(l) // want `unix.Accept cannot set close-on-exec: every child inherits the socket, which is returned and stays open; use Accept4 with SOCK_CLOEXEC`
	return fd, err
}

func acceptSyscall() (int, error) {
	l, err := pending()
	if err != nil {
		return -1, err
	}
	fd, _, err := syscall.Accept(l) // want `syscall.Accept cannot set close-on-exec`
	return fd, err
}

func pipeUnix() (int, error) {
	var p [2]int
	err := unix.Pipe(p[:]) // want `unix.Pipe cannot set close-on-exec: every child inherits the pipe, which is returned and stays open; use Pipe2 with O_CLOEXEC`
	return p[0], err
}

func pipeSyscall() (int, error) {
	var p [2]int
	err := syscall.Pipe(p[:]) // want `syscall.Pipe cannot set close-on-exec`
	return p[0], err
}

func dupUnix() (int, error) {
	return unix.Dup(0) // want `unix.Dup cannot set close-on-exec: every child inherits the descriptor, which is returned and stays open; use FcntlInt with F_DUPFD_CLOEXEC`
}

func dupSyscall() (int, error) {
	return syscall.Dup(int(os.Stdin.Fd())) // want `syscall.Dup cannot set close-on-exec: .* use fcntl with F_DUPFD_CLOEXEC`
}

func dup2Unix() (int, error) {
	return 100, unix.Dup2(0, 100) // want `unix.Dup2 cannot set close-on-exec: every child inherits the duplicate; use Dup3 with O_CLOEXEC`
}

func dup2Syscall() (int, error) {
	return 100, syscall.Dup2(0, 100) // want `syscall.Dup2 cannot set close-on-exec`
}

func epollUnix() (int, error) {
	return unix.EpollCreate(1) // want `unix.EpollCreate cannot set close-on-exec: .* use EpollCreate1 with EPOLL_CLOEXEC`
}

func epollSyscall() (int, error) {
	return syscall.EpollCreate(1) // want `syscall.EpollCreate cannot set close-on-exec`
}

func inotifyUnix() (int, error) {
	return unix.InotifyInit() // want `unix.InotifyInit cannot set close-on-exec: .* use InotifyInit1 with IN_CLOEXEC`
}

func inotifySyscall() (int, error) {
	return syscall.InotifyInit() // want `syscall.InotifyInit cannot set close-on-exec`
}

var errNoRights = errors.New("no descriptor arrived")

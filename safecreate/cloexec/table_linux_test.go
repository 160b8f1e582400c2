package cloexec

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"unsafe"
)

// passOne sends an inheritable descriptor through a socket and receives it with recv.
func passOne(recv func(fd int, p, oob []byte, flags int) (int, int, int, syscall.Sockaddr, error), flags int) (int, error) {
	p, err := Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if err != nil {
		return -1, err
	}
	defer syscall.Close(p[0])
	defer syscall.Close(p[1])
	if err := syscall.Sendmsg(p[0], []byte("x"), syscall.UnixRights(1), nil, 0); err != nil {
		return -1, err
	}
	oob := make([]byte, syscall.CmsgSpace(4))
	n, oobn, recvflags, _, err := recv(p[1], make([]byte, 1), oob, flags)
	if err != nil || n != 1 || flags == 0 && recvflags != 0 {
		return -1, errors.Join(err, errors.New("recvmsg"))
	}
	messages, err := syscall.ParseSocketControlMessage(oob[:oobn])
	if err != nil {
		return -1, err
	}
	fds, err := syscall.ParseUnixRights(&messages[0])
	if err != nil || len(fds) != 1 {
		return -1, errors.Join(err, errors.New("no descriptor"))
	}
	return fds[0], nil
}

// The table in the comment of the package, for the calls that package syscall knows: each
// is inheritable without the flag, and not with it, and never by New.
func TestDescriptorTable(t *testing.T) {
	dir := t.TempDir()
	raw := func(nr, a, b, c uintptr) (int, error) {
		fd, _, errno := syscall.Syscall(nr, a, b, c)
		if errno != 0 {
			return -1, errno
		}
		return int(fd), nil
	}
	first := func(p [2]int, err error) (int, error) {
		if err == nil {
			syscall.Close(p[1])
		}
		return p[0], err
	}
	var mask uint64
	target, err := syscall.Open("/dev/null", syscall.O_RDONLY|syscall.O_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	for what, c := range map[string]struct {
		flag int
		make func(flag int) (int, error)
	}{
		"open": {syscall.O_CLOEXEC, func(f int) (int, error) {
			return syscall.Open(filepath.Join(dir, "x"), syscall.O_CREAT|syscall.O_RDWR|f, 0o600)
		}},
		"openat":     {syscall.O_CLOEXEC, func(f int) (int, error) { return syscall.Openat(-100, dir, syscall.O_RDONLY|f, 0) }},
		"socket":     {syscall.SOCK_CLOEXEC, func(f int) (int, error) { return syscall.Socket(syscall.AF_UNIX, syscall.SOCK_STREAM|f, 0) }},
		"socketpair": {syscall.SOCK_CLOEXEC, func(f int) (int, error) { return first(syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM|f, 0)) }},
		"pipe2": {syscall.O_CLOEXEC, func(f int) (int, error) {
			var p [2]int
			return first(p, syscall.Pipe2(p[:], f))
		}},
		"dup3":          {syscall.O_CLOEXEC, func(f int) (int, error) { return target, syscall.Dup3(1, target, f) }},
		"epoll_create1": {syscall.EPOLL_CLOEXEC, syscall.EpollCreate1},
		"inotify_init1": {syscall.IN_CLOEXEC, syscall.InotifyInit1},
		"eventfd2":      {syscall.O_CLOEXEC, func(f int) (int, error) { return raw(syscall.SYS_EVENTFD2, 0, uintptr(f), 0) }},
		"timerfd":       {syscall.O_CLOEXEC, func(f int) (int, error) { return raw(syscall.SYS_TIMERFD_CREATE, 1, uintptr(f), 0) }},
		"signalfd4": {syscall.O_CLOEXEC, func(f int) (int, error) {
			fd, _, errno := syscall.Syscall6(syscall.SYS_SIGNALFD4, ^uintptr(0), uintptr(unsafe.Pointer(&mask)), 8, uintptr(f), 0, 0)
			if errno != 0 {
				return -1, errno
			}
			return int(fd), nil
		}},
		"recvmsg": {syscall.MSG_CMSG_CLOEXEC, func(f int) (int, error) { return passOne(syscall.Recvmsg, f) }},
	} {
		t.Run(what, func(t *testing.T) {
			for _, make := range []struct {
				how  string
				fd   func() (int, error)
				want bool
			}{
				{"without the flag", func() (int, error) { return c.make(0) }, false},
				{"with the flag", func() (int, error) { return c.make(c.flag) }, true},
				{"by New", func() (int, error) { return New(func() (int, error) { return c.make(0) }) }, true},
			} {
				fd, err := make.fd()
				if err != nil {
					t.Fatal(make.how, err)
				}
				if isSet(t, fd) != make.want {
					t.Errorf("%s: close-on-exec is %v, want %v", make.how, !make.want, make.want)
				}
				if fd != target {
					syscall.Close(fd)
				}
			}
		})
	}
	syscall.Close(target)
}

func TestRecvmsg(t *testing.T) {
	fd, err := passOne(Recvmsg, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer syscall.Close(fd)
	if !isSet(t, fd) {
		t.Error("a received descriptor is inheritable")
	}
	if _, _, _, _, err := Recvmsg(-1, nil, nil, 0); err != syscall.EBADF {
		t.Error(err)
	}
}

func TestDup2(t *testing.T) {
	plain, err := syscall.Dup(1)
	if err != nil {
		t.Fatal(err)
	}
	defer syscall.Close(plain)
	old, err := Open(os.DevNull, syscall.O_RDONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer syscall.Close(old)
	var before, after, null syscall.Stat_t
	syscall.Fstat(plain, &before)
	if err := Dup2(plain, plain); err != nil || !isSet(t, plain) {
		t.Errorf("onto itself: %v, close-on-exec %v", err, isSet(t, plain))
	}
	if err := errors.Join(syscall.Fstat(plain, &after), syscall.Fstat(old, &null)); err != nil || before.Ino != after.Ino {
		t.Error("onto itself is another file now", err)
	}
	if err := Dup2(old, plain); err != nil || !isSet(t, plain) {
		t.Errorf("%v, close-on-exec %v", err, isSet(t, plain))
	}
	if syscall.Fstat(plain, &after); after.Ino != null.Ino {
		t.Error("is no copy")
	}
	if err := errors.Join(Dup2(-1, plain), Dup2(-1, -1)); !errors.Is(err, syscall.EBADF) {
		t.Error(err)
	}
}

func TestCloseRangeNumber(t *testing.T) {
	// By itself, without what From does where there is no such call: nothing is open there.
	if _, _, errno := syscall.Syscall(closeRangeNumber(), 1<<20, 1<<20, closeRangeCloexec); errno != 0 && errno != syscall.ENOSYS {
		t.Errorf("not the number of close_range: %v", errno)
	}
}

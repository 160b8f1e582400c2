package api

import (
	"fmt"
	"strings"
	"testing"
)

// TestDescriptors holds the table against what was seen when each call was made
// on Linux 6.18 and the descriptor asked for FD_CLOEXEC: "flag X" means that it
// was set with X and clear without, "use Y with X" that no argument sets it,
// "always" that it was set, "never" that only fcntl sets it.
func TestDescriptors(t *testing.T) {
	const x, s = "golang.org/x/sys/unix.", "syscall."
	tests := []struct{ want, calls string }{
		{"flag O_CLOEXEC at 2", x + "Open " + s + "Open"},
		{"flag O_CLOEXEC at 3", x + "Openat " + s + "Openat " + x + "OpenByHandleAt"},
		{"flag O_CLOEXEC at 3.Flags", x + "Openat2"},
		{"flag SOCK_CLOEXEC at 2", x + "Socket " + s + "Socket " + x + "Socketpair " + s + "Socketpair " + x + "Accept4 " + s + "Accept4"},
		{"flag O_CLOEXEC at 2", x + "Pipe2 " + s + "Pipe2"},
		{"flag O_CLOEXEC at 3", x + "Dup3 " + s + "Dup3"},
		{"flag F_DUPFD_CLOEXEC at 2", x + "FcntlInt"},
		{"flag EPOLL_CLOEXEC at 1", x + "EpollCreate1 " + s + "EpollCreate1"},
		{"flag IN_CLOEXEC at 1", x + "InotifyInit1 " + s + "InotifyInit1"},
		{"flag EFD_CLOEXEC at 2", x + "Eventfd"},
		{"flag SFD_CLOEXEC at 3", x + "Signalfd"},
		{"flag TFD_CLOEXEC at 2", x + "TimerfdCreate"},
		{"flag MFD_CLOEXEC at 2", x + "MemfdCreate"},
		{"flag O_CLOEXEC at 1", x + "MemfdSecret"},
		{"flag PERF_FLAG_FD_CLOEXEC at 5", x + "PerfEventOpen"},
		{"flag FAN_CLOEXEC at 1, inside flag O_CLOEXEC at 2", x + "FanotifyInit"},
		{"flag OPEN_TREE_CLOEXEC at 3", x + "OpenTree"},
		{"flag FSOPEN_CLOEXEC at 2", x + "Fsopen"},
		{"flag FSPICK_CLOEXEC at 3", x + "Fspick"},
		{"flag FSMOUNT_CLOEXEC at 2", x + "Fsmount"},
		{"flag MSG_CMSG_CLOEXEC at 4", x + "Recvmsg " + s + "Recvmsg " + x + "RecvmsgBuffers"},
		{"use Open with O_CLOEXEC", x + "Creat " + s + "Creat"},
		{"use Accept4 with SOCK_CLOEXEC", x + "Accept " + s + "Accept"},
		{"use Pipe2 with O_CLOEXEC", x + "Pipe " + s + "Pipe"},
		{"use FcntlInt with F_DUPFD_CLOEXEC", x + "Dup"},
		{"use Dup3 with O_CLOEXEC", x + "Dup2 " + s + "Dup2"},
		{"use EpollCreate1 with EPOLL_CLOEXEC", x + "EpollCreate " + s + "EpollCreate"},
		{"use InotifyInit1 with IN_CLOEXEC", x + "InotifyInit " + s + "InotifyInit"},
		{"use Socket with SOCK_CLOEXEC", s + "LsfSocket"},
		{"inherited", s + "Dup"},
		{"never", x + "IoctlKCMClone"},
		{"always", x + "PidfdOpen " + x + "PidfdGetfd " + x + "Kqueue os.Pipe (*net.conn).File (*net.UnixListener).File (*net.TCPListener).File"},

		{"flag O_CLOEXEC at 3", "SYS_OPEN"},
		{"flag O_CLOEXEC at 4", "SYS_OPENAT SYS_OPEN_BY_HANDLE_AT"},
		{"flag O_CLOEXEC at 4.Flags", "SYS_OPENAT2"},
		{"flag O_CLOEXEC at 2", "SYS_USERFAULTFD SYS_MEMFD_SECRET"},
		{"flag OPEN_TREE_CLOEXEC at 4", "SYS_OPEN_TREE SYS_OPEN_TREE_ATTR"},
		{"flag SOCK_CLOEXEC at 3", "SYS_SOCKET SYS_SOCKETPAIR"},
		{"flag SOCK_CLOEXEC at 5", "SYS_ACCEPT4"},
		{"flag FAN_CLOEXEC at 2, inside flag O_CLOEXEC at 3", "SYS_FANOTIFY_INIT"},
		{"flag PERF_FLAG_FD_CLOEXEC at 6", "SYS_PERF_EVENT_OPEN"},
		{"flag SFD_CLOEXEC at 5", "SYS_SIGNALFD4"},
		{"use SYS_ACCEPT4 with SOCK_CLOEXEC", "SYS_ACCEPT"},
		{"use SYS_PIPE2 with O_CLOEXEC", "SYS_PIPE"},
		{"use SYS_EVENTFD2 with EFD_CLOEXEC", "SYS_EVENTFD"},
		{"always", "SYS_PIDFD_OPEN SYS_PIDFD_GETFD SYS_IO_URING_SETUP SYS_LANDLOCK_CREATE_RULESET SYS_BPF SYS_MQ_OPEN"},
	}
	for _, tt := range tests {
		for _, name := range strings.Fields(tt.calls) {
			got := ByName(name)
			if got == nil || got.FD == nil {
				t.Errorf("%s has no row that makes a descriptor", name)
			} else if d := describe(got.FD); d != tt.want {
				t.Errorf("%s: %s, want %s", name, d, tt.want)
			}
		}
	}
	none := x + "NameToHandleAt " + x + "InotifyAddWatch " + x + "FanotifyMark " + x + "KeyctlInt"
	for _, name := range strings.Fields(none) {
		if ByName(name) != nil {
			t.Errorf("%s makes no descriptor but has a row", name)
		}
	}
}

func describe(fd *FD) string {
	s := "inherited"
	switch {
	case fd.Always:
		s = "always"
	case fd.NoAtomic:
		s = "never"
	case fd.Sibling != "":
		s = fmt.Sprintf("use %s with %s", fd.Sibling, fd.SiblingFlag)
	case fd.Flag != "":
		s = fmt.Sprintf("flag %s at %d", fd.Flag, fd.FlagArg)
	}
	if fd.FlagField != "" {
		s += "." + fd.FlagField
	}
	if fd.Inner != nil {
		s += ", inside " + describe(fd.Inner)
	}
	return s
}

// TestSystems: what other systems lack decides whether a fix compiles there.
func TestSystems(t *testing.T) {
	has := func(name, goos string) bool {
		fd := ByName(name).FD
		return fd.FlagOn(goos) || fd.SiblingOn(goos)
	}
	const x, s = "golang.org/x/sys/unix.", "syscall."
	tests := []struct{ call, with, without string }{
		{x + "Open", "linux darwin freebsd openbsd netbsd aix solaris android ios illumos", ""},
		{x + "Socket", "linux freebsd openbsd netbsd dragonfly solaris android illumos", "darwin ios aix"},
		{x + "Accept", "linux freebsd dragonfly", "darwin openbsd netbsd solaris aix"},
		{s + "Accept", "linux freebsd dragonfly openbsd netbsd solaris", "darwin aix windows"},
		{x + "Pipe", "linux freebsd openbsd netbsd solaris", "darwin aix"},
		{x + "Dup", "linux darwin freebsd solaris", "aix"},
		{x + "Dup2", "linux freebsd openbsd netbsd dragonfly", "darwin solaris aix"},
		{x + "Recvmsg", "linux freebsd openbsd netbsd dragonfly", "darwin solaris aix"},
	}
	for _, tt := range tests {
		for _, name := range strings.Fields(tt.with) {
			if !has(tt.call, name) {
				t.Errorf("%s cannot be close-on-exec at once on %s", tt.call, name)
			}
		}
		for _, name := range strings.Fields(tt.without) {
			if has(tt.call, name) {
				t.Errorf("%s can be close-on-exec at once on %s", tt.call, name)
			}
		}
	}
	for _, goos := range []string{"android", "linux"} {
		if c := ByName(x + "Openat2"); !c.On(goos) || c.On("ios") {
			t.Errorf("Openat2 is missing on %s or present on ios", goos)
		}
	}
}

package api

import "strings"

const (
	whyFlag    = "inherited by every child unless the flag is given (open(2) and its kin)"
	whySibling = "no flag argument: inherited by every child; the sibling takes the flag"
	whyAlways  = "the kernel always sets close-on-exec"
	whySetFD   = "sets close-on-exec after the fact: a child started meanwhile has it already"
	whyMsg     = "descriptors in the message are inherited unless MSG_CMSG_CLOEXEC is among the flags"
)

// CloseOnExecFlags returns the names of all constants that ask for
// close-on-exec in one call or another, and of those that are mistaken for one.
// Which is right for a call stands in its row.
func CloseOnExecFlags() map[string]bool {
	flags := map[string]bool{"FD_CLOEXEC": true, "PerfBitExclusive": true, "F_DUP2FD_CLOEXEC": true, "CLOSE_RANGE_CLOEXEC": true}
	for _, r := range allRows {
		for _, fd := range []*FD{r.FD, innerOf(r.FD)} {
			if fd != nil && fd.Flag != "" && strings.Contains(fd.Flag, "CLOEXEC") {
				flags[fd.Flag] = true
			}
		}
	}
	return flags
}

func innerOf(fd *FD) *FD {
	if fd == nil {
		return nil
	}
	return fd.Inner
}

// made is a call that makes a descriptor of the kind what in its first result,
// close-on-exec if flag is in argument arg.
func made(what Object, flag string, arg Arg) Call {
	return Call{Does: NewFD, What: what, Flags: arg, Result: 1, FD: cloexec(flag, arg), Why: whyFlag}
}

// replaced is a call that cannot make its descriptor close-on-exec; the sibling
// can, on the systems goos.
func replaced(what Object, sibling, flag, goos string) Call {
	return Call{Does: NewFD, What: what, Result: 1, FD: &FD{Result: 1, Sibling: sibling, SiblingFlag: flag, SiblingGOOS: goos}, Why: whySibling}
}

// taking returns c with the handle that its descriptor derives from.
func (c Call) taking(handle Arg) Call { c.Handle = handle; return c }

// sockFlag is a socket call whose flag some systems lack. Its Value is the
// domain.
func sockFlag(arg Arg) Call {
	c := made(Socket, "SOCK_CLOEXEC", arg)
	c.Value = 1
	c.FD.FlagGOOS = noDarwin
	return c
}

// descriptorRows make, duplicate, adopt and mark descriptors.
var descriptorRows = join(
	sys("Socket", all, all, sockFlag(2)),
	sys("Socketpair", unixes, all, sockFlag(2)),
	sys("Accept", all, absent, replaced(Socket, "Accept4", "SOCK_CLOEXEC", noDarwin).taking(1)),
	sys("Accept", absent, all, replaced(Socket, "Accept4", "SOCK_CLOEXEC", "dragonfly freebsd linux").taking(1)),
	sys("Accept4", noDarwin, "dragonfly freebsd linux", made(Socket, "SOCK_CLOEXEC", 2).taking(1)),
	sys("Pipe", all, all, Call{Does: NewFD, What: Pipe, FD: &FD{Out: 1, Sibling: "Pipe2", SiblingFlag: "O_CLOEXEC", SiblingGOOS: noDarwin}, Why: whySibling}),
	sys("Pipe2", noDarwin, noDarwin, Call{Does: NewFD, What: Pipe, Flags: 2, FD: &FD{Out: 1, Flag: "O_CLOEXEC", FlagArg: 2}, Why: whyFlag}),
	each("os.", "Pipe", Call{Does: NewFD, What: Pipe, Result: 1, FD: always(1), Why: whyOS}),
	dupRows, eventRows, mountRows, markRows, messageRows, windowsRows,
	sys("OpenByHandleAt", absent, linux, made(File, "O_CLOEXEC", 3).taking(1)),
	sys("LsfSocket", linux, absent, replaced(Socket, "Socket", "SOCK_CLOEXEC", all)),
	sys("ReadDirent", unixes, unixes, Call{Does: Walk, What: Dir, Handle: 1, Why: "reads the entries of the directory that Handle is"}),
	sys("Getdents", "linux solaris", "aix solaris "+linBSD, Call{Does: Walk, What: Dir, Handle: 1, Why: "reads the entries of the directory that Handle is"}),
	sys("IoctlKCMClone", absent, linux, Call{Does: NewFD, What: Socket, Handle: 1, Result: 1, FD: &FD{Result: 1, NoAtomic: true}, Why: "the kernel takes get_unused_fd_flags(0): only fcntl under ForkLock helps"}),
	sys("PidfdOpen", absent, linux, Call{Does: NewFD, What: Process, Result: 1, FD: always(1), Why: whyAlways}),
	sys("PidfdGetfd", absent, linux, Call{Does: NewFD, Handle: 1, Result: 1, FD: always(1), Why: whyAlways}),
	sys("Kqueue", macBSD, macBSD, Call{Does: NewFD, What: Event, Result: 1, FD: always(1), Why: "kqueue(2): the queue is not inherited by a child made with fork"}),
	sys("IoctlRetInt", absent, linux, Call{Does: Ioctl, Handle: 1, Flags: 2, Result: 1, Why: "some requests return a descriptor"}),
)

// dupRows duplicate descriptors. Package syscall has no FcntlInt, so that its
// Dup has no sibling there.
var dupRows = join(
	sys("Dup", unixes, absent, Call{Does: NewFD, Handle: 1, Result: 1, FD: &FD{Result: 1}, Why: "no flag argument; F_DUPFD_CLOEXEC of x/sys/unix.FcntlInt does it atomically"}),
	sys("Dup", absent, all, replaced(AnyObject, "FcntlInt", "F_DUPFD_CLOEXEC", noAIX).taking(1)),
	sys("Dup2", "aix "+noSun, absent, dupOnto("Dup3", linux)),
	sys("Dup2", absent, all, dupOnto("Dup3", linBSD)),
	sys("Dup3", linux, linBSD, Call{Does: Dup, Handle: 1, Value: 2, Flags: 3, FD: &FD{Out: 2, Flag: "O_CLOEXEC", FlagArg: 3}, Why: whyFlag}),
	sys("FcntlInt", absent, all, Call{Does: Fcntl, Handle: 1, Flags: 2, Value: 3, Result: 1,
		FD: &FD{Result: 1, Flag: "F_DUPFD_CLOEXEC", FlagArg: 2, FlagGOOS: noAIX}, Why: "fcntl(2): F_DUPFD duplicates without close-on-exec, F_SETFD sets or clears it"}),
)

func dupOnto(sibling, goos string) Call {
	return Call{Does: Dup, Handle: 1, Value: 2, FD: &FD{Out: 2, Sibling: sibling, SiblingFlag: "O_CLOEXEC", SiblingGOOS: goos},
		Why: "the duplicate is always inherited; unlike Dup3 it allows equal numbers"}
}

var eventRows = join(
	sys("EpollCreate", linux, linux, replaced(Event, "EpollCreate1", "EPOLL_CLOEXEC", all)),
	sys("EpollCreate1", linux, linux, made(Event, "EPOLL_CLOEXEC", 1)),
	sys("InotifyInit", linux, linux, replaced(Event, "InotifyInit1", "IN_CLOEXEC", all)),
	sys("InotifyInit1", linux, linux, made(Event, "IN_CLOEXEC", 1)),
	sys("Eventfd", absent, linux, made(Event, "EFD_CLOEXEC", 2)),
	sys("Signalfd", absent, linux, made(Event, "SFD_CLOEXEC", 3)),
	sys("TimerfdCreate", absent, linux, made(Event, "TFD_CLOEXEC", 2)),
	sys("PerfEventOpen", absent, linux, made(Event, "PERF_FLAG_FD_CLOEXEC", 5)),
	sys("FanotifyInit", absent, linux, Call{Does: NewFD, What: Event, Flags: 1, Result: 1,
		FD: &FD{Result: 1, Flag: "FAN_CLOEXEC", FlagArg: 1, Inner: &FD{Flag: "O_CLOEXEC", FlagArg: 2}}, Why: "each event carries a descriptor with the flags of the second argument"}),
	sys("MemfdCreate", absent, linux, made(Memory, "MFD_CLOEXEC", 2)),
	sys("MemfdSecret", absent, linux, made(Memory, "O_CLOEXEC", 1)),
)

var mountRows = join(
	sys("OpenTree", absent, linux, made(Mount, "OPEN_TREE_CLOEXEC", 3)),
	sys("Fsopen", absent, linux, made(Mount, "FSOPEN_CLOEXEC", 2)),
	sys("Fspick", absent, linux, made(Mount, "FSPICK_CLOEXEC", 3)),
	sys("Fsmount", absent, linux, made(Mount, "FSMOUNT_CLOEXEC", 2).taking(1)),
)

var markRows = join(
	sys("CloseOnExec", all, all, Call{Does: SetFD, Handle: 1, Why: whySetFD}),
	sys("CloseRange", absent, linux, Call{Does: SetFD, Flags: 3, Why: "with CLOSE_RANGE_CLOEXEC marks, without closes, every descriptor of the range"}),
)

var messageRows = join(
	sys("Recvmsg", unixes, all, Call{Does: Receive, Handle: 1, Flags: 4, FD: &FD{Out: 3, Flag: "MSG_CMSG_CLOEXEC", FlagArg: 4, FlagGOOS: linBSD}, Why: whyMsg}),
	sys("RecvmsgBuffers", absent, all, Call{Does: Receive, Handle: 1, Flags: 4, FD: &FD{Out: 3, Flag: "MSG_CMSG_CLOEXEC", FlagArg: 4, FlagGOOS: linBSD}, Why: whyMsg}),
	each("(*net.UnixConn).", "ReadMsgUnix", Call{Does: Receive, Handle: Recv, FD: &FD{Out: 2, Always: true}, Why: "package net gives MSG_CMSG_CLOEXEC, or marks what it finds where the flag is missing"}),
	sys("ParseUnixRights", unixes, all, Call{Does: Rights, Data: 1, Result: 1, Why: "the numbers are descriptors of this process; whether they are close-on-exec was decided by Recvmsg's flags"}),
)

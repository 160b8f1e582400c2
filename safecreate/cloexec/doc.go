// Package cloexec makes descriptors that no child inherits.
//
// The functions have the signatures of those in package syscall, which leave the
// descriptor inheritable. On Linux, FreeBSD, NetBSD, OpenBSD and DragonFly the flag is
// set by the system call that makes the descriptor, so that there is no instant without
// it, not even for a fork made by C code. macOS, Solaris and AIX lack such calls: there
// it is set afterwards under [syscall.ForkLock], which holds off every child that Go
// starts, but not a fork in C.
//
// # Other calls
//
// What has a flag of its own needs none of these functions: give it to the call. On Linux:
//
//	open, openat, open_by_handle_at    O_CLOEXEC
//	openat2                            O_CLOEXEC in OpenHow.Flags
//	socket, socketpair, accept4        SOCK_CLOEXEC
//	pipe2, dup3, memfd_secret          O_CLOEXEC
//	fcntl                              F_DUPFD_CLOEXEC instead of F_DUPFD
//	epoll_create1, inotify_init1       EPOLL_CLOEXEC, IN_CLOEXEC
//	eventfd, signalfd, timerfd_create  EFD_CLOEXEC, SFD_CLOEXEC, TFD_CLOEXEC
//	memfd_create                       MFD_CLOEXEC
//	perf_event_open                    PERF_FLAG_FD_CLOEXEC
//	fanotify_init                      FAN_CLOEXEC, and O_CLOEXEC in event_f_flags
//	open_tree, fsopen, fspick, fsmount OPEN_TREE_CLOEXEC, FSOPEN_, FSPICK_, FSMOUNT_CLOEXEC
//	recvmsg (SCM_RIGHTS)               MSG_CMSG_CLOEXEC
//	ioctl TIOCGPTPEER                  O_CLOEXEC in the argument
//
// creat, accept, pipe, dup, dup2, epoll_create and inotify_init have none: call what is
// above. What has no such sister either (ioctl SIOCKCMCLONE, KVM_CREATE_GUEST_MEMFD) goes
// through [New]. pidfd_open, pidfd_getfd, io_uring_setup, landlock_create_ruleset, bpf,
// mq_open and the ioctls NS_GET_* are close-on-exec always.
//
// On Windows, Plan 9, js and wasip1 every function fails with [errors.ErrUnsupported]:
// children there get the handles that they are given.
package cloexec

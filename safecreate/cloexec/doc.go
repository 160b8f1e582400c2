// Package cloexec makes descriptors that no child inherits.
//
// The functions have the signatures of those in package syscall, which leave the
// descriptor inheritable. On Linux, FreeBSD, NetBSD, OpenBSD and DragonFly the flag is
// set by the system call that makes the descriptor, so that there is no instant without
// it, not even for a fork made by C code. macOS, Solaris and AIX lack such calls: there
// it is set afterwards under [syscall.ForkLock], which holds off every child that Go
// starts, but not a fork in C.
//
// On Windows, Plan 9, js and wasip1 every function fails with [errors.ErrUnsupported]:
// children there get the handles that they are given.
package cloexec

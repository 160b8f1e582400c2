// Package twolib is told where it is wrong by itself, and not again in its
// callers.
package twolib

import (
	"syscall"

	"golang.org/x/sys/unix"
)

// Forget gives up the groups of one thread.
func Forget() error { return unix.Setgroups(nil) } // want `drop-one-thread`

// Lower changes the effective uid alone.
func Lower(uid int) error { return syscall.Seteuid(uid) } // want `drop-reversible`

// Group changes the gid.
func Group(gid int) error { return syscall.Setgid(gid) }

// Child describes who a child runs as.
func Child(uid, gid uint32) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uid, Gid: gid, NoSetGroups: true}} // want `child-groups`
}

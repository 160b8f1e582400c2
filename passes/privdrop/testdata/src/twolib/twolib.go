// Package twolib is told where it is wrong by itself, and not again in its
// callers.
package twolib

import (
	"os"
	"runtime"
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

// Prctl is a name for the system call.
func Prctl(option int, arg uintptr) error { return unix.Prctl(option, arg, 0, 0, 0) }

// LoseCapability takes a capability out of the bounding set.
func LoseCapability(c uintptr) error { return unix.Prctl(unix.PR_CAPBSET_DROP, c, 0, 0, 0) }

// Stay keeps the goroutine on its thread.
func Stay() { runtime.LockOSThread() }

// Top opens the root directory.
func Top() (*os.File, error) { return os.Open("/") }

// Within changes the root, and into it.
func Within(dir string) error {
	if err := os.Chdir(dir); err != nil {
		return err
	}
	return syscall.Chroot(".")
}

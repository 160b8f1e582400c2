// Package twolib is told where it is wrong by itself, and not again in its
// callers.
package twolib

import (
	"os"
	"os/exec"
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

// As describes a child of another user.
func As(uid, gid uint32) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uid, Gid: gid}}
}

// With describes a child of another user who is in a group.
func With(uid, gid, group uint32) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uid, Gid: gid, Groups: []uint32{group}}}
}

// Map gives the child a user namespace with all groups but root's.
func Map(attr *syscall.SysProcAttr) {
	attr.GidMappings = []syscall.SysProcIDMap{{ContainerID: 1, HostID: 1, Size: 65535}}
}

// MapWhole lets it change them too.
func MapWhole(attr *syscall.SysProcAttr) {
	Map(attr)
	attr.GidMappingsEnableSetgroups = true
}

// Groups says whether the groups stay.
func Groups(c *syscall.Credential, keep bool) { c.NoSetGroups = keep }

// KeepGroups leaves the groups as they are.
func KeepGroups(c *syscall.Credential) { c.NoSetGroups = true }

// Root puts a child into another root, and leaves it to the caller where it
// starts there.
func Root(cmd *exec.Cmd, dir string) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Chroot: dir}
}

// Trap makes a child in another root.
func Trap(name, dir string) *exec.Cmd {
	cmd := exec.Command(name)
	cmd.SysProcAttr = &syscall.SysProcAttr{Chroot: dir} // want `Chroot without Dir`
	return cmd
}

// Give gives the child what its caller chooses.
func Give(attr *syscall.SysProcAttr, caps ...uintptr) { attr.AmbientCaps = caps }

// Start starts a program with capabilities that it gets whatever it is.
func Start(name string, caps []uintptr) error {
	cmd := exec.Command(name)
	cmd.SysProcAttr = &syscall.SysProcAttr{AmbientCaps: caps} // want `AmbientCaps: a program that is chosen at run time`
	return cmd.Run()
}

// In describes a child in another root.
func In(dir string) *syscall.SysProcAttr { return &syscall.SysProcAttr{Chroot: dir} }

// Change puts a child into another root, and lets it start there.
func Change(cmd *exec.Cmd, dir string) {
	cmd.SysProcAttr = In(dir)
	cmd.Dir = "/"
}

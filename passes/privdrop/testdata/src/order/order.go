package order

import (
	"errors"
	"os"
	"syscall"
)

// Right: groups, gid, uid.
func right(uid, gid int) error {
	if err := syscall.Setgroups([]int{gid}); err != nil {
		return err
	}
	if err := syscall.Setgid(gid); err != nil {
		return err
	}
	return syscall.Setuid(uid)
}

// Right: helpers do the steps, and the groups are cleared first.
func helped(uid, gid int) error {
	if err := clearGroups(); err != nil {
		return err
	}
	return ids(uid, gid)
}

func clearGroups() error { return syscall.Setgroups(nil) }

// Only helped calls it, and helped has cleared the groups.
func ids(uid, gid int) error {
	if err := syscall.Setgid(gid); err != nil {
		return err
	}
	return syscall.Setuid(uid)
}

// Right: a seam for tests.
var setgroups = syscall.Setgroups

func seam(uid, gid int) error {
	return errors.Join(setgroups([]int{gid}), syscall.Setgid(gid), syscall.Setuid(uid))
}

// Right: taking privileges, then the gid of root.
func raise() error {
	if err := syscall.Seteuid(0); err != nil {
		return err
	}
	return syscall.Setegid(0)
}

// Right: to become root again, the uid has to come first.
func switchTo(uid, gid int) error {
	if uid == 0 {
		if err := syscall.Setreuid(-1, uid); err != nil {
			return err
		}
	}
	if err := syscall.Setregid(-1, gid); err != nil {
		return err
	}
	if uid != 0 {
		return syscall.Setreuid(-1, uid)
	}
	return nil
}

// Right: the one or the other.
func either(user bool, id int) error {
	if user {
		return syscall.Setuid(id)
	}
	return syscall.Setgid(id)
}

// Right: back to what the process was.
func restore(uid, gid int) error {
	ouid, ogid := os.Geteuid(), os.Getegid()
	if err := errors.Join(syscall.Setegid(gid), syscall.Seteuid(uid)); err != nil {
		return err
	}
	work()
	return errors.Join(syscall.Seteuid(ouid), syscall.Setegid(ogid))
}

// Right: root in between.
func twice(a, b, gid int) error {
	return errors.Join(syscall.Seteuid(a), syscall.Seteuid(0), syscall.Setegid(gid), syscall.Seteuid(b))
}

func work() {}

func uidFirst(uid, gid int) error {
	if err := syscall.Setgroups(nil); err != nil {
		return err
	}
	if err := syscall.Setuid(uid); err != nil {
		return err
	}
	return syscall.Setgid(gid) // want `^error: syscall.Setgid after syscall.Setuid \(line \d+\) fails without root, so the process keeps its old gid; call it before dropping the uid \(privdrop/drop-order\)$`
}

func groupsLast(uid, gid int) error {
	return errors.Join(
		syscall.Setresgid(gid, gid, gid),
		syscall.Setresuid(uid, uid, uid),
		syscall.Setgroups([]int{gid}), // want `error: syscall.Setgroups after syscall.Setresuid \(line \d+\) .* keeps its old supplementary groups`
	)
}

func noGroups(uid, gid int) error {
	if err := syscall.Setgid(gid); err != nil { // want `^error: syscall.Setgid then syscall.Setuid \(line \d+\) without Setgroups: the process keeps its supplementary groups, such as root's; call syscall.Setgroups first \(privdrop/drop-order\)$`
		return err
	}
	return syscall.Setuid(uid)
}

func acrossHelpers(uid, gid int) error {
	if err := becomeUser(uid); err != nil {
		return err
	}
	return becomeGroup(gid) // want `error: order.becomeGroup after order.becomeUser \(line \d+\)`
}

func becomeUser(uid int) error  { return syscall.Setuid(uid) }
func becomeGroup(gid int) error { return syscall.Setgid(gid) }

func jailLast(uid int, dir string) error {
	if err := syscall.Setuid(uid); err != nil {
		return err
	}
	if err := syscall.Chroot(dir); err != nil { // want `error: syscall.Chroot after syscall.Setuid \(line \d+\) fails without root, so the process keeps the whole file system`
		return err
	}
	return os.Chdir("/")
}

func jailFirst(uid int, dir string) error {
	return errors.Join(syscall.Chroot(dir), os.Chdir("/"), syscall.Setuid(uid))
}

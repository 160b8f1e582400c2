package checked

import (
	"log"
	"os"
	"os/user"
	"strconv"
	"syscall"
)

// Right: looked at, if only to be logged.
func logged(uid int) {
	if err := syscall.Setuid(uid); err != nil {
		log.Fatal(err)
	}
}

// Right: taking a privilege back; the worst is that it fails.
func temporary(uid int) error {
	if err := syscall.Seteuid(uid); err != nil {
		return err
	}
	defer syscall.Seteuid(0)
	return nil
}

// Right: a working directory that has nothing to do with privileges.
func plainChdir(dir string) {
	os.Chdir(dir)
	defer os.Chdir("/")
}

// Right: only root can and must drop.
func ifRoot(uid int) error {
	if os.Geteuid() == 0 {
		return syscall.Setuid(uid)
	}
	return nil
}

// Right: left out when nothing is to do, but the result is verified.
func verified(uid, gid int) error {
	if os.Getegid() != gid {
		if err := syscall.Setgid(gid); err != nil {
			return err
		}
	}
	if os.Getgid() != gid {
		os.Exit(1)
	}
	return nil
}

// Right: a set-uid program that becomes its caller.
func becomeCaller() error { return syscall.Setuid(syscall.Getuid()) }

// Right: the number was read without error.
func parsed(s string) error {
	uid, err := strconv.Atoi(s)
	if err != nil {
		return err
	}
	return syscall.Setuid(uid)
}

// Right: 0 means that there is nothing to do.
func optional(u *user.User) error {
	uid := 0
	if u != nil {
		uid = len(u.Uid)
	}
	if uid != 0 {
		return syscall.Setuid(uid)
	}
	return nil
}

func ignored(uid, gid int) {
	syscall.Setgroups(nil)  // want `^error: error from syscall.Setgroups is not checked: if it fails .*, the process keeps its old privileges \(privdrop/drop-unchecked\)$`
	_ = syscall.Setgid(gid) // want `error: error from syscall.Setgid is not checked`
	syscall.Setuid(uid)     // want `error: error from syscall.Setuid is not checked`
}

func jail(dir string) {
	syscall.Chroot(dir) // want `error: error from syscall.Chroot is not checked`
	os.Chdir("/")       // want `error: error from os.Chdir is not checked`
}

func leftOut(uid, gid int) error {
	if os.Getegid() != gid { // want `^warning: syscall.Setgid \(line \d+\) is skipped when this one id is equal: other ids and the groups may still be root's; drop always, or compare them all \(privdrop/drop-conditional\)$` related:`^checked.go: return syscall\.Setgid\(gid\): the drop that may be left out$`
		return syscall.Setgid(gid)
	}
	return nil
}

func earlyReturn(uid int) error {
	if os.Geteuid() == uid { // want `warning: checked.becomeUser \(line \d+\) is skipped when this one id is equal`
		return nil
	}
	return becomeUser(uid)
}

func becomeUser(uid int) error { return syscall.Setuid(uid) }

func misread(s string) error {
	uid, _ := strconv.Atoi(s)
	return syscall.Setuid(uid) // want `warning: the id passed to syscall.Setuid comes from a call on line \d+ whose error is not checked, and is 0 if it failed: 0 is root, so nothing is dropped \(privdrop/drop-conditional\)$`
}

func misreadTwice(s string) error {
	uid, _ := strconv.Atoi(s)
	if err := syscall.Setuid(uid); err != nil { // want `warning: the id passed to syscall.Setuid comes from a call`
		return err
	}
	return syscall.Setreuid(uid, uid) // the same mistake
}

func forgotten(u *user.User) error {
	uid := 0
	if u != nil {
		uid, _ = strconv.Atoi(u.Uid)
	}
	return syscall.Setuid(uid) // want `warning: the id passed to syscall.Setuid is 0 on some way to here`
}

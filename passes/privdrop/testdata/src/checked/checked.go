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
	syscall.Setgroups(nil)  // want `^error: the error of syscall.Setgroups is not looked at: when it fails, .*, everything after it runs with the old rights \(privdrop/drop-unchecked\)$`
	_ = syscall.Setgid(gid) // want `error: the error of syscall.Setgid is not looked at`
	syscall.Setuid(uid)     // want `error: the error of syscall.Setuid is not looked at`
}

func jail(dir string) {
	syscall.Chroot(dir) // want `error: the error of syscall.Chroot is not looked at`
	os.Chdir("/")       // want `error: the error of os.Chdir is not looked at`
}

func leftOut(uid, gid int) error {
	if os.Getegid() != gid { // want `^warning: syscall.Setgid \(line \d+\) depends on this comparison of one id: the real and saved ids and the groups may still be root's when it is equal; drop always, or compare them all \(privdrop/drop-conditional\)$` related:`^checked.go: return syscall\.Setgid\(gid\): the drop that may be left out$`
		return syscall.Setgid(gid)
	}
	return nil
}

func earlyReturn(uid int) error {
	if os.Geteuid() == uid { // want `warning: checked.becomeUser \(line \d+\) depends on this comparison`
		return nil
	}
	return becomeUser(uid)
}

func becomeUser(uid int) error { return syscall.Setuid(uid) }

func misread(s string) error {
	uid, _ := strconv.Atoi(s)
	return syscall.Setuid(uid) // want `warning: the id given to syscall.Setuid comes from a call in line \d+ whose error is not looked at, and is 0 when it failed: that is root's, and the drop does nothing \(privdrop/drop-conditional\)$`
}

func misreadTwice(s string) error {
	uid, _ := strconv.Atoi(s)
	if err := syscall.Setuid(uid); err != nil { // want `warning: the id given to syscall.Setuid comes from a call`
		return err
	}
	return syscall.Setreuid(uid, uid) // the same mistake
}

func forgotten(u *user.User) error {
	uid := 0
	if u != nil {
		uid, _ = strconv.Atoi(u.Uid)
	}
	return syscall.Setuid(uid) // want `warning: the id given to syscall.Setuid is 0 on some way to here`
}

package fixes

import (
	"os/exec"
	"syscall"

	"golang.org/x/sys/unix"
)

func drop(uid, gid int) error {
	unix.Setgroups([]int{gid}) // want `drop-one-thread` `drop-unchecked`
	if err := unix.Setgid(gid); err != nil {
		return err
	}
	_ = unix.Setuid(uid) // want `drop-unchecked`
	return nil
}

// The function has nothing to return an error with.
func silent(uid int) {
	unix.Setuid(uid) // want `drop-unchecked`
}

func child(root string) *exec.Cmd {
	cmd := exec.Command("/worker")
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Chroot: root, // want `chroot-no-chdir`
	}
	return cmd
}

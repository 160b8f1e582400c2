package child

import (
	"os"
	"os/exec"
	"syscall"
)

// Right: nil Groups means that Go calls setgroups with none.
func nilGroups(uid, gid uint32) *exec.Cmd {
	cmd := exec.Command("worker")
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uid, Gid: gid}}
	return cmd
}

// Right: without privileges nothing else works.
func rootless() *exec.Cmd {
	cmd := exec.Command("worker")
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER,
		Credential:  &syscall.Credential{Uid: 0, Gid: 0},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
	}
	return cmd
}

// Right: it is said aloud.
func denied(maps []syscall.SysProcIDMap) *exec.Cmd {
	cmd := exec.Command("worker")
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Credential:                 &syscall.Credential{Uid: 0, Gid: 0},
		GidMappings:                maps,
		GidMappingsEnableSetgroups: false,
	}
	return cmd
}

// Right: set on the way that may not call setgroups only.
func unprivileged(uid, gid uint32) *syscall.Credential {
	cred := &syscall.Credential{Uid: uid, Gid: gid}
	if os.Geteuid() != 0 {
		cred.NoSetGroups = true
	}
	return cred
}

// Right: the same user, whose groups do not change.
func same() *syscall.Credential {
	return &syscall.Credential{Uid: uint32(os.Getuid()), Gid: uint32(os.Getgid()), NoSetGroups: true}
}

// Right: the child starts inside.
func inside(root string) *exec.Cmd {
	cmd := exec.Command("/worker")
	cmd.Dir = "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Chroot: root}
	return cmd
}

// Right: the child starts where this process is.
func cwd(root string) error {
	if err := os.Chdir(root); err != nil {
		return err
	}
	cmd := exec.Command("/worker")
	cmd.SysProcAttr = &syscall.SysProcAttr{Chroot: root}
	return cmd.Run()
}

// Right: who takes the attributes may set Dir.
func attributes(root string) *syscall.SysProcAttr { return &syscall.SysProcAttr{Chroot: root} }

// Right: the gid follows.
func completed(uid, gid uint32) *syscall.Credential {
	cred := &syscall.Credential{Uid: uid}
	cred.Gid = gid
	return cred
}

func keeps(uid, gid uint32) *exec.Cmd {
	cmd := exec.Command("worker")
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Credential: &syscall.Credential{
			Uid:         uid,
			Gid:         gid,
			NoSetGroups: true, // want `^warning: NoSetGroups: the child changes uid but keeps this process's supplementary groups; remove it \(nil Groups then clears them\) \(privdrop/child-groups\)$`
		},
	}
	return cmd
}

func mapped(maps []syscall.SysProcIDMap) *exec.Cmd {
	cmd := exec.Command("worker")
	cmd.SysProcAttr = &syscall.SysProcAttr{GidMappings: maps}
	cmd.SysProcAttr.Credential = &syscall.Credential{Uid: 65534, Gid: 65534} // want `^warning: Credential with GidMappings but no GidMappingsEnableSetgroups: Go skips setgroups`
	return cmd
}

func outside(root string) *exec.Cmd {
	cmd := exec.Command("/worker")
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Chroot: root, // want `^error: Chroot without Dir: the child's working directory stays outside its new root, .* set Dir to "/" \(privdrop/chroot-no-chdir\)$`
	}
	return cmd
}

func noGroup(uid uint32) *syscall.Credential {
	return &syscall.Credential{Uid: uid} // want `^warning: uid set without gid: the gid stays 0, root's group; set the gid of the same user \(privdrop/drop-conditional\)$`
}

func everyChild() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{AmbientCaps: []uintptr{10}} // want `^warning: AmbientCaps: every child that is started with these attributes and its own children keep these capabilities across exec`
}

func plugin(path string) *exec.Cmd {
	cmd := exec.Command(path)
	cmd.SysProcAttr = &syscall.SysProcAttr{
		AmbientCaps: []uintptr{10}, // want `warning: AmbientCaps: a program that is chosen at run time`
	}
	return cmd
}

func chosen() *exec.Cmd {
	cmd := exec.Command("named")
	cmd.SysProcAttr = &syscall.SysProcAttr{AmbientCaps: []uintptr{10}} // a note
	return cmd
}

// Whatever it is that runs.
func raw(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{AmbientCaps: []uintptr{13}} // want `AmbientCaps: every child that is started with these attributes`
}

// Right: this program again, in another role.
func again() error {
	cmd := exec.Command(os.Args[0], "worker")
	cmd.SysProcAttr = &syscall.SysProcAttr{AmbientCaps: []uintptr{10}}
	return cmd.Run()
}

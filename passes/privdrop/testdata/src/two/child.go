package two

import (
	"os/exec"
	"syscall"

	"github.com/permvet/permvet/passes/privdrop/testdata/src/twolib"
)

var subordinate = []syscall.SysProcIDMap{{ContainerID: 0, HostID: 100000, Size: 65536}}

// Right: the groups are given, or may be set.
func mapped() []*syscall.SysProcAttr {
	groups := twolib.With(1000, 1000, 27)
	groups.GidMappings = subordinate
	allowed := &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 1, Gid: 1}}
	twolib.MapWhole(allowed)
	return []*syscall.SysProcAttr{groups, allowed, twolib.As(1000, 1000)}
}

func mappedHere() *syscall.SysProcAttr {
	attr := twolib.As(1000, 1000) // want `^warning: Credential with GidMappings but no GidMappingsEnableSetgroups: Go skips setgroups, .*child-groups`
	attr.GidMappings = subordinate
	return attr
}

func mappedThere() *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 1, Gid: 1}} // want `Credential with GidMappings but no`
	twolib.Map(attr)
	return attr
}

// Right: they go.
func cleared(uid, gid uint32) *syscall.Credential {
	c := &syscall.Credential{Uid: uid, Gid: gid}
	twolib.Groups(c, false)
	return c
}

// Right: on one way only, which knows why.
func kept(uid, gid uint32, same bool) *syscall.Credential {
	c := &syscall.Credential{Uid: uid, Gid: gid}
	if same {
		twolib.Groups(c, true)
	}
	return c
}

func keptAlways(uid, gid uint32) *syscall.Credential {
	c := &syscall.Credential{Uid: uid, Gid: gid}
	twolib.Groups(c, true) // want `^warning: NoSetGroups: the child changes uid but keeps this process's supplementary groups`
	return c
}

func keptThere(uid, gid uint32) *syscall.Credential {
	c := &syscall.Credential{Uid: uid, Gid: gid}
	twolib.KeepGroups(c) // want `NoSetGroups: the child changes uid`
	return c
}

// Told where it is wrong.
func trapped(name string) *exec.Cmd { return twolib.Trap(name, "/srv") }

// Right: it starts at the top of it.
func rooted(name string) *exec.Cmd {
	cmd := exec.Command(name)
	twolib.Root(cmd, "/srv")
	cmd.Dir = "/"
	return cmd
}

// Still for the caller to say.
func root(cmd *exec.Cmd) { twolib.Root(cmd, "/srv") }

func uprooted(name string) *exec.Cmd {
	cmd := exec.Command(name)
	root(cmd) // want `Chroot without Dir: the child's working directory stays outside`
	return cmd
}

// Right: none, and those that a caller chooses.
func without(more []uintptr) (none, some *syscall.SysProcAttr) {
	none = &syscall.SysProcAttr{}
	twolib.Give(none)
	return none, given(more)
}

func given(caps []uintptr) *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{}
	twolib.Give(attr, caps...)
	return attr
}

func network() *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{}
	twolib.Give(attr, 12) // want `^warning: AmbientCaps: every child that is started with these attributes and its own children`
	return attr
}

// Right: it starts in the new root.
func inside(name string) *exec.Cmd {
	cmd := exec.Command(name)
	twolib.Change(cmd, "/srv")
	return cmd
}

func outside(name string) *exec.Cmd {
	cmd := exec.Command(name)
	cmd.SysProcAttr = twolib.In("/srv") // want `^error: Chroot without Dir: the child's working directory stays outside`
	return cmd
}

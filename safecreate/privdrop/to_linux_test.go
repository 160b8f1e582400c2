package privdrop_test

import (
	"os"
	"path/filepath"
	"testing"
)

// Nothing of before is left in any thread, and a setuid program gives nothing back.
func TestTo(t *testing.T) {
	needRoot(t)
	inChild(t, "drop", "SETUID_ID="+setuidProgram(t))
}

func TestToLeavesNothing(t *testing.T) {
	needRoot(t)
	for _, dir := range []string{"", jail(t)} {
		for _, helper := range []string{"keepcaps", "inheritable", "securebits"} {
			t.Run(helper+" "+filepath.Base(dir), func(t *testing.T) {
				c := child(t, helper, "DIR="+dir)
				if helper == "inheritable" {
					const capNetRaw = 13
					c.SysProcAttr.AmbientCaps = []uintptr{capNetRaw}
				}
				runChild(t, c)
			})
		}
	}
}

// Who may change ids only cannot empty the bounding set, and is protected all the same.
func TestToWithoutSetpcap(t *testing.T) {
	needRoot(t)
	inChild(t, "limit")
}

func TestAllowSetuid(t *testing.T) {
	needRoot(t)
	inChild(t, "allowsetuid", "SETUID_ID="+setuidProgram(t))
}

// Without a /proc, or with a directory that only looks like one, To does not pretend.
func TestToWithoutProc(t *testing.T) {
	needRoot(t)
	empty, fake := jail(t), jail(t)
	if err := os.MkdirAll(filepath.Join(fake, "proc/self/task"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{empty, fake} {
		inChild(t, "noproc", "DIR="+dir)
	}
}

func TestToRefuses(t *testing.T) {
	if os.Geteuid() == 0 {
		needRoot(t) // not only in a user namespace
	}
	inChild(t, "refused")
}

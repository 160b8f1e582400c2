package two

import (
	"os"
	"os/exec"

	"github.com/permvet/permvet/passes/privdrop/testdata/src/twolib"
)

func forget() error { return twolib.Forget() }

func lower(uid int) error { return twolib.Lower(uid) }

func conditional(gid int) error {
	if os.Getegid() != gid { // want `warning: twolib.Group \(line 16\) is skipped when this one id is equal`
		return twolib.Group(gid)
	}
	return nil
}

func child(name string) error {
	cmd := exec.Command(name)
	cmd.SysProcAttr = twolib.Child(1000, 1000)
	return cmd.Run()
}

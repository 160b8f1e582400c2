package wrapped

import (
	"os"
	"syscall"

	"github.com/permvet/permvet/passes/privdrop/testdata/src/lib"
)

func right(uid, gid int) error {
	if err := lib.Jail("/srv"); err != nil {
		return err
	}
	if err := lib.ClearGroups(); err != nil {
		return err
	}
	if err := lib.SetGroup(gid); err != nil {
		return err
	}
	return lib.SetUser(uid)
}

func rightRoot() error {
	if err := lib.Root("/srv"); err != nil {
		return err
	}
	return os.Chdir("/")
}

func wrongOrder(uid, gid int) error {
	if err := lib.SetUser(uid); err != nil {
		return err
	}
	return lib.SetGroup(gid) // want `error: lib.SetGroup after lib.SetUser \(line \d+\)`
}

func keepsGroups(uid, gid int) error {
	if err := syscall.Setgid(gid); err != nil { // want `error: syscall.Setgid then lib.SetUser \(line \d+\) without Setgroups`
		return err
	}
	return lib.SetUser(uid)
}

func unchecked(uid int) {
	lib.SetUser(uid) // want `error: error from lib.SetUser is not checked`
}

func outside() error {
	return lib.Root("/srv") // want `error: lib.Root without chdir`
}

// Right: the mistake is in Enter, and is told there.
func toldThere() error { return lib.Enter(lib.Options{Root: "/srv"}) }

// Package reversible4 drops for good by functions of another package.
package reversible4

import (
	"syscall"

	"github.com/permvet/permvet/passes/privdrop/testdata/src/lib"
)

func lower(uid int) error { return syscall.Seteuid(uid) }

func drop(uid int) error { return lib.SetUsers(uid, uid) }

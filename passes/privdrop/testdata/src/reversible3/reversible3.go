// Package reversible3 drops by a function of another package.
package reversible3

import "github.com/permvet/permvet/passes/privdrop/testdata/src/lib"

func drop(uid int) error {
	return lib.SetUsers(-1, uid) // want `^warning: lib.SetUsers keeps the saved uid, and nothing here drops it: .*drop-reversible`
}

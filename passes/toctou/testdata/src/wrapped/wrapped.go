// Package wrapped calls lib.
package wrapped

import (
	"os"
	"path/filepath"

	"github.com/permvet/permvet/passes/toctou/testdata/src/lib"
)

func told(p string, b []byte) error { return lib.SaveNew(p, b) }

func present(p string, b []byte) error {
	if ok, err := lib.Exists(p); err != nil || !ok {
		return err
	}
	return lib.Save(p, b)
}

func missing(p string, b []byte) error {
	if ok, _ := lib.Exists(p); !ok {
		return lib.Save(p, b) // want `^note: lib.Save after the existence check on line \d+`
	}
	return nil
}

func owner(root string, uid int) error {
	return filepath.Walk(root, func(p string, info os.FileInfo, err error) error {
		return lib.Give(p, uid) // want `follows-link`
	})
}

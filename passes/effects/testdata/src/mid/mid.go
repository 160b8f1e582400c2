// Package mid forwards to lib, so that effects travel two packages.
package mid

import (
	"os"

	"github.com/permvet/permvet/passes/effects/testdata/src/lib"
)

func Write(p string, m os.FileMode) error {
	return lib.Write(p+".key", nil, m|0o002) // want `create #0\+".key" mode #1&037777777775\|02 via lib.Write bound 8`
}

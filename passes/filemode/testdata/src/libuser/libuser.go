// Package libuser hands the options of a library to a wrapper.
package libuser

import (
	"github.com/peterbourgon/diskv"
	"github.com/spf13/viper"

	"github.com/permvet/permvet/passes/filemode/testdata/src/modelib"
)

func told(p string) {
	modelib.Store(diskv.Options{BasePath: p, FilePerm: 0o600})
	modelib.Setup()
	_ = viper.WriteConfigAs(p)
}

// callers decide.
func callers(o diskv.Options) { modelib.Store(o) }

func untold(p string) {
	modelib.Store(diskv.Options{BasePath: p}) // want `^(warning|note): modelib.Store creates with mode 0666 unless it is told otherwise \(a zero FilePerm means 0666, .*\): other users can read what it writes \(filemode/library-default-mode\)$`
}

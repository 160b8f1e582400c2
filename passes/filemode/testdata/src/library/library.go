// Package library lets libraries choose the mode.
package library

import (
	"os"
	"path/filepath"

	"github.com/go-ini/ini"
	"github.com/spf13/viper"
)

func inPrivate(f *ini.File) error {
	dir, err := os.MkdirTemp("", "x")
	if err != nil {
		return err
	}
	return f.SaveTo(filepath.Join(dir, "config.ini"))
}

func wide(p string, f *ini.File) {
	_ = viper.WriteConfigAs(p) // want `^warning: viper.WriteConfigAs creates with mode 0644 unless it is told otherwise \(.*\): other users can read what it writes \(filemode/library-default-mode\)$`
	_ = f.SaveTo(p)            // want `warning: .*SaveTo creates with mode 0666`
}

// Package librarytold tells the library which mode to use.
package librarytold

import "github.com/spf13/viper"

func setup() { viper.SetConfigPermissions(0o600) }

func write(p string) error { return viper.WriteConfigAs(p) }

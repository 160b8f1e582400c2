// Package viper imitates the library.
package viper

import "os"

// SetConfigPermissions sets the mode.
func SetConfigPermissions(os.FileMode) {}

// WriteConfigAs writes.
func WriteConfigAs(string) error { return nil }

// Package windows is only read there, where modes mean nothing.
package windows

import "os"

func late(p string, b []byte) error {
	if err := os.WriteFile(p, b, 0o644); err != nil {
		return err
	}
	return os.Chmod(p, 0o600)
}

// Package slip says 0666 once among narrower modes.
package slip

import "os"

func store(p string) error {
	if err := os.MkdirAll(p, 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(p+"/a", []byte("a"), 0o666); err != nil { // want `warning: .*world-writable`
		return err
	}
	if err := os.WriteFile(p+"/b", []byte("b"), 0o666); err != nil { // want `warning: .*world-writable`
		return err
	}
	return os.WriteFile(p+"/c", []byte("c"), 0o666) // want `warning: .*world-writable`
}

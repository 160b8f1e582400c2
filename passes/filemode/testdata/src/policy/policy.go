// Package policy leaves every mode to the umask.
package policy

import "os"

func store(p string) error {
	if err := os.MkdirAll(p, 0o777); err != nil {
		return err
	}
	f, err := os.OpenFile(p+"/x", os.O_CREATE|os.O_WRONLY, 0o666)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.WriteString("x"); err != nil {
		return err
	}
	return os.WriteFile(p+"/y", []byte("y"), 0o666)
}

// A program in a data file's clothes is no such policy.
func exact(p string) error { return os.Chmod(p, 0o666) } // want `error: .*world-writable`

// Package wrapped calls lib.
package wrapped

import (
	"os"

	"github.com/permvet/permvet/passes/chmodrace/testdata/src/lib"
)

func told(p string, b []byte) error { return lib.SaveKey(p, b) }

func narrowFirst(p string, b []byte) error { return lib.Save(p, b, 0o600, 0o644) }

func same(p string, b []byte) error {
	if err := lib.Write(p, b, 0o600); err != nil {
		return err
	}
	return lib.Protect(p, 0o600)
}

func elsewhere(p, q string, b []byte) error {
	if err := lib.Write(p, b, 0o644); err != nil {
		return err
	}
	return lib.Protect(q, 0o600)
}

func both(p string, b []byte) error {
	return lib.Save(p, b, 0o644, 0o600) // want `^error: lib.Save makes this file with mode 0644 and line \d+ narrows it to 0600`
}

func apart(p string, b []byte) error {
	if err := lib.Write(p, b, 0o644); err != nil { // want `^error: lib.Write makes this file with mode 0644`
		return err
	}
	return lib.Protect(p, 0o600)
}

func handle(p string, b []byte) error {
	f, err := lib.Create(p) // want `^error: lib.Create makes this file with mode 0644`
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(b); err != nil {
		return err
	}
	return f.Chmod(0o600)
}

func stdThenLib(p string, b []byte) error {
	if err := os.WriteFile(p, b, 0o644); err != nil { // want `^error: os.WriteFile makes`
		return err
	}
	return lib.Protect(p, 0o600)
}

// byName holds the file that lib opened.
func byName(p string) error {
	f, err := lib.Create(p)
	if err != nil {
		return err
	}
	defer f.Close()
	return os.Chmod(p, 0o644) // want `chmod-by-name`
}

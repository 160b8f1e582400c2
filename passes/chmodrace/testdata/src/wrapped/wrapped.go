// Package wrapped calls lib.
package wrapped

import (
	"crypto/x509"
	"os"
	"path/filepath"

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

// Uploaded is not told again.
func Uploaded(p string) error { return lib.Upload(p) }

// Made fails where the directory is there.
func Made(p string) error { return lib.NewDir(filepath.Dir(p)) }

// Tree is the directory that the caller named.
func Tree(dir string) error { return lib.EnsureDir(dir, 0o750) }

// State is the program's own.
func State() error { return lib.EnsureDir(filepath.Dir("/var/lib/x/db"), 0o750) }

// Shared looks at the directory first.
func Shared(p string) error {
	dir := filepath.Dir(p)
	if !lib.Missing(dir) {
		return nil
	}
	return lib.EnsureDir(dir, 0o750)
}

// Export may be told to export to /tmp.
func Export(p string) error {
	return lib.EnsureDir(filepath.Dir(p), 0o750) // want `^warning: sets the mode 0750 on the parent directory of caller-supplied path p` related:`^lib.go: return os\.Chmod\(dir, m\): it is set here$`
}

// The file is new in all of these, or gets the mode.
func fresh(p string, k any) error {
	der, err := x509.MarshalPKCS8PrivateKey(k)
	if err != nil {
		return err
	}
	if err := lib.Replace(p, der, 0o600); err != nil {
		return err
	}
	if err := lib.Swap(p, der); err != nil {
		return err
	}
	if err := lib.WriteNew(p, der); err != nil {
		return err
	}
	return lib.Rewrite(p, der)
}

func cleared(p string, k any) error {
	der, err := x509.MarshalPKCS8PrivateKey(k)
	if err != nil {
		return err
	}
	lib.Clear(p)
	return lib.Private(p, der)
}

func looked(p string, k any) error {
	der, err := x509.MarshalPKCS8PrivateKey(k)
	if err != nil || !lib.Missing(p) {
		return err
	}
	return lib.Private(p, der)
}

// public has nothing to hide.
func public(p string, k any) error {
	der, err := x509.MarshalPKIXPublicKey(k)
	if err != nil {
		return err
	}
	return lib.Private(p, der)
}

func rewritten(p string, k any) error {
	der, err := x509.MarshalPKCS8PrivateKey(k)
	if err != nil {
		return err
	}
	return lib.Private(p, der)
}

func chosen(p string, k any) error {
	der, err := x509.MarshalPKCS8PrivateKey(k)
	if err != nil {
		return err
	}
	return lib.Write(p, der, 0o600)
}

// wideFirst has lib make the file.
func wideFirst(p string, b []byte) error {
	f, err := lib.Create(p)
	if err != nil {
		return err
	}
	f.Close()
	return lib.Private(p, b) // want `^warning: mode 0600 has no effect: line \d+ already created this file with 0644`
}

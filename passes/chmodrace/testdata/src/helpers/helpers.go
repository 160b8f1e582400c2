// Package helpers has findings that the companion library mends.
package helpers

import (
	"crypto/x509"
	"os"
)

func created(p string, b []byte) error {
	f, err := os.Create(p) // want `narrowed-after-create`
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(b); err != nil {
		return err
	}
	return f.Chmod(0o600)
}

func applied(p string, k any) error {
	der, err := x509.MarshalPKCS8PrivateKey(k)
	if err != nil {
		return err
	}
	return os.WriteFile(p, der, 0o600) // want `mode-not-applied`
}

// Package winlib is built for every system.
package winlib

import (
	"crypto/ed25519"
	"crypto/x509"
	"os"
)

// Save writes with its callers' mode.
func Save(p string, b []byte, m os.FileMode) error { return os.WriteFile(p, b, m) }

// SaveKey is for every system, and judged by itself.
func SaveKey(dir string, b []byte) error { return os.WriteFile(dir+"/server.key", b, 0o600) }

// Generate is judged by itself, too.
func Generate(p string) error {
	_, k, err := ed25519.GenerateKey(nil)
	if err != nil {
		return err
	}
	der, err := x509.MarshalPKCS8PrivateKey(k)
	if err != nil {
		return err
	}
	return os.WriteFile(p, der, 0o600)
}

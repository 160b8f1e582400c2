package secrets

import (
	"crypto/rsa"
	"crypto/x509"
	"os"
	"path/filepath"
)

// writeKeyTo is told where it writes; its callers add nothing.
func writeKeyTo(dir string, key *rsa.PrivateKey) error {
	return os.WriteFile(filepath.Join(dir, "out"), x509.MarshalPKCS1PrivateKey(key), 0o644) // want `secret-readable`
}

func callsIt(key *rsa.PrivateKey) error { return writeKeyTo("/var/lib/x", key) }

// made private afterwards: chmodrace has the word.
func narrowed(p string, key *rsa.PrivateKey) error {
	if err := os.WriteFile(p, x509.MarshalPKCS1PrivateKey(key), 0o644); err != nil {
		return err
	}
	return os.Chmod(p, 0o600)
}

package secrets

import (
	"crypto/ecdsa"
	"crypto/x509"
	"os"
	"path/filepath"
)

// putKey writes keys only: that it lets everybody read them is one mistake, of
// its own, and not one of each caller.
func putKey(dir, name string, b []byte) error {
	return os.WriteFile(filepath.Join(dir, name), b, 0o644) // want `^error: secret created by os.WriteFile with mode 0644 \(it holds what x509.MarshalECPrivateKey returns\): group and others can read it; create it with 0600 \(filemode/secret-readable\)$`
}

func first(dir string, key *ecdsa.PrivateKey) error {
	der, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return err
	}
	return putKey(dir, "a", der)
}

func second(dir string, key *ecdsa.PrivateKey) error {
	der, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return err
	}
	return putKey(dir, "b", der)
}

// put writes anything: to put a key through it is the mistake.
func put(dir, name string, b []byte) error {
	return os.WriteFile(filepath.Join(dir, name), b, 0o644)
}

func third(dir string, key *ecdsa.PrivateKey) error {
	der, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return err
	}
	if err := put(dir, "page", []byte("hello")); err != nil {
		return err
	}
	return put(dir, "c", der) // want `^error: secret created by secrets.put with mode 0644`
}

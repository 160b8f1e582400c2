// Package olderwider writes secrets where a wider file may be.
package olderwider

import (
	"crypto/ecdsa"
	"crypto/x509"
	"os"
	"path/filepath"
)

// Right: nothing says that there is a wider file.
func right(p string, key *ecdsa.PrivateKey) error {
	der, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return err
	}
	return os.WriteFile(p, der, 0o600)
}

// Right: nobody else can make a file there.
func privately(key *ecdsa.PrivateKey) error {
	dir, err := os.MkdirTemp("", "x")
	if err != nil {
		return err
	}
	return right(filepath.Join(dir, "key"), key)
}

// Another user makes the file first, reads the key, and need not be root.
func shared(name string, key *ecdsa.PrivateKey) error {
	der, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join("/var/tmp", name), der, 0o600) // want `^warning: mode 0600 applies only when the file is created: .*, as other users can create files in that directory \(chmodrace/mode-not-applied\)$`
}

const keyFile = "/var/lib/app/key"

func placeholder() error { return os.WriteFile(keyFile, nil, 0o644) }

func fill(key *ecdsa.PrivateKey) error {
	der, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return err
	}
	return os.WriteFile(keyFile, der, 0o600) // want `^warning: mode 0600 applies .*, as line 40 creates it with 0644`
}

type store struct{ path string }

func (s *store) reset() error { return os.WriteFile(s.path, nil, 0o644) }

func (s *store) save(key *ecdsa.PrivateKey) error {
	der, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return err
	}
	return s.write(der)
}

// write is told once, not at its callers.
func (s *store) write(der []byte) error {
	return os.WriteFile(s.path, der, 0o600) // want `^warning: mode 0600 applies .*, as line 52 creates it with 0644`
}

func (s *store) renew(key *ecdsa.PrivateKey) error {
	der, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return err
	}
	return s.write(der)
}

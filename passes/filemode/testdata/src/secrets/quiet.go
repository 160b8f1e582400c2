// Package secrets writes keys, and what only looks like keys.
package secrets

import (
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
)

func private(p string, key *ecdsa.PrivateKey) error {
	der, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return err
	}
	return os.WriteFile(p, der, 0o600)
}

func publicHalf(p string, key *ecdsa.PrivateKey) error {
	der, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		return err
	}
	return os.WriteFile(p, pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}), 0o644)
}

func certificate(p string, tmpl *x509.Certificate, key *ecdsa.PrivateKey) error {
	der, err := x509.CreateCertificate(rand.Reader, tmpl, tmpl, &key.PublicKey, key)
	if err != nil {
		return err
	}
	f, err := os.Create(p)
	if err != nil {
		return err
	}
	defer f.Close()
	return pem.Encode(f, &pem.Block{Type: "CERTIFICATE", Bytes: der})
}

func names(dir string, b []byte) {
	_ = os.WriteFile(filepath.Join(dir, "id_rsa.pub"), b, 0o644)
	_ = os.WriteFile(filepath.Join(dir, "server.crt"), b, 0o644)
	_ = os.WriteFile(filepath.Join(dir, "tokenizer.json"), b, 0o644)
	_ = os.WriteFile(filepath.Join(dir, "keyboard.txt"), b, 0o644)
	_ = os.WriteFile(filepath.Join(dir, "secret.lock"), b, 0o644)
	_ = os.WriteFile(filepath.Join(dir, "monkey"), b, 0o644)
	_ = os.WriteFile(filepath.Join(dir, "server.key"), b, 0o400)
	_, _ = os.Open(filepath.Join(dir, "server.key"))
}

func inPrivateDir(b []byte) error {
	dir, err := os.MkdirTemp("", "x")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "server.key"), b, 0o644)
}

// mkdirExactly sets the mode of all the directories that it makes.
func mkdirExactly(dir string, mode os.FileMode) error {
	var made []string
	for d := dir; ; d = filepath.Dir(d) {
		if _, err := os.Stat(d); err == nil {
			break
		}
		made = append(made, d)
	}
	if err := os.MkdirAll(dir, mode); err != nil {
		return err
	}
	for _, d := range made {
		if err := os.Chmod(d, mode); err != nil {
			return err
		}
	}
	return nil
}

func runSecrets(run string) error { return mkdirExactly(filepath.Join(run, "secrets"), 0o755) }

// Package applied writes secrets where there may be some already.
package applied

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
)

func encode(k *ecdsa.PrivateKey) ([]byte, error) {
	der, err := x509.MarshalECPrivateKey(k)
	return pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: der}), err
}

// public has nothing to hide.
func public(p string, k *ecdsa.PublicKey) error {
	der, err := x509.MarshalPKIXPublicKey(k)
	if err != nil {
		return err
	}
	return os.WriteFile(p, der, 0o600)
}

// missing is called only where there is none.
func missing(p string, k *ecdsa.PrivateKey) error {
	if _, err := os.Stat(p); err == nil {
		return nil
	}
	b, err := encode(k)
	if err != nil {
		return err
	}
	return os.WriteFile(p, b, 0o600)
}

// removed is new in any case.
func removed(p string, k *ecdsa.PrivateKey) error {
	b, err := encode(k)
	if err != nil {
		return err
	}
	os.Remove(p)
	return os.WriteFile(p, b, 0o600)
}

// repaired sets the mode of what was there.
func repaired(p string, k *ecdsa.PrivateKey) error {
	b, err := encode(k)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(p, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := f.Chmod(0o600); err != nil {
		return err
	}
	_, err = f.Write(b)
	return err
}

// exclusive fails where there is one.
func exclusive(p string, k *ecdsa.PrivateKey) error {
	b, err := encode(k)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(p, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.Write(b)
	return err
}

// renamed puts a new file in place.
func renamed(p string, k *ecdsa.PrivateKey) error {
	b, err := encode(k)
	if err != nil {
		return err
	}
	if err := os.WriteFile(p+".new", b, 0o600); err != nil {
		return err
	}
	return os.Rename(p+".new", p)
}

// fresh is in a directory made for it.
func fresh(k *ecdsa.PrivateKey) error {
	b, err := encode(k)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "x")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "key.pem"), b, 0o600)
}

// guarded is called by ensure alone.
func guarded(p string, b []byte) error { return os.WriteFile(p, b, 0o600) }

func ensure(p string, k *ecdsa.PrivateKey) error {
	if _, err := os.Stat(p); err == nil {
		return nil
	}
	b, err := encode(k)
	if err != nil {
		return err
	}
	return guarded(p, b)
}

// plain is private, but nothing says that it must be.
func plain(p string, b []byte) error { return os.WriteFile(p, b, 0o600) } // want `mode-not-applied`

func rewritten(p string, k *ecdsa.PrivateKey) error {
	b, err := encode(k)
	if err != nil {
		return err
	}
	return os.WriteFile(p, b, 0o600) // want `^note: mode 0600 applies only when the file is created: an existing file keeps its wider mode and exposes this secret \(it holds what x509.MarshalECPrivateKey returns\); write a temporary file and rename it \(chmodrace/mode-not-applied\)$`
}

func opened(p string, k *ecdsa.PrivateKey) error {
	b, err := encode(k)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(p, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600) // want `mode-not-applied`
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.Write(b)
	return err
}

func wrapped(p string, k *ecdsa.PrivateKey) error {
	b, err := encode(k)
	if err != nil {
		return err
	}
	return plain(p, b)
}

func directory(dir string, k *ecdsa.PrivateKey) error {
	b, err := encode(k)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil { // want `^note: mode 0700 applies only when the directory is created: an existing one keeps its mode and owner \(line \d+ puts a key in that nothing else protects\); check both`
		return err
	}
	p := filepath.Join(dir, "key.pem")
	os.Remove(p)
	return os.WriteFile(p, b, 0o644)
}

// tried reads the key first.
func tried(p string, k *ecdsa.PrivateKey) ([]byte, error) {
	if b, err := os.ReadFile(p); err == nil {
		return b, nil
	}
	b, err := encode(k)
	if err != nil {
		return nil, err
	}
	return b, os.WriteFile(p, b, 0o600)
}

func load(dir string, k *ecdsa.PrivateKey) ([]byte, error) {
	return tried(filepath.Join(dir, "key.pem"), k)
}

// again is for other rights of the same file.
func again(p string, b []byte) error {
	if err := os.WriteFile(p, nil, 0o600); err != nil {
		return err
	}
	return os.WriteFile(p, b, 0o644)
}

func dead(p string, b []byte) error {
	f, err := os.Create(p)
	if err != nil {
		return err
	}
	f.Close()
	return os.WriteFile(p, b, 0o600) // want `^warning: mode 0600 has no effect: line \d+ already created this file with 0666; use 0600 there \(chmodrace/mode-not-applied\)$`
}

// buffered uses its buffer again, for something else.
func buffered(p, q string, k *ecdsa.PrivateKey) error {
	der, err := x509.MarshalECPrivateKey(k)
	if err != nil {
		return err
	}
	var buf bytes.Buffer
	if err := pem.Encode(&buf, &pem.Block{Type: "EC PRIVATE KEY", Bytes: der}); err != nil {
		return err
	}
	if err := os.WriteFile(p, buf.Bytes(), 0o600); err != nil { // want `mode-not-applied`
		return err
	}
	buf.Reset()
	buf.WriteString("the key is in " + p)
	return os.WriteFile(q, buf.Bytes(), 0o600)
}

package secrets

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"

	"github.com/permvet/permvet/passes/filemode/testdata/src/modelib"
)

func key(p string, key *ecdsa.PrivateKey) error {
	der, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return err
	}
	return os.WriteFile(p, pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: der}), 0o644) // want `^error: secret created by os.WriteFile with mode 0644 \(it holds what x509.MarshalECPrivateKey returns\): group and others can read it; create it with 0600 \(filemode/secret-readable\)$`
}

func encoded(p string) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	f, err := os.Create(p) // want `error: secret created by os.Create with mode 0666 .*; open it with O_CREATE and mode 0600`
	if err != nil {
		return err
	}
	defer f.Close()
	return pem.Encode(f, &pem.Block{Type: "PRIVATE KEY", Bytes: der})
}

func toGroup(p string, key *ecdsa.PrivateKey) error {
	der, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return err
	}
	return os.WriteFile(p, der, 0o640) // want `^warning: secret created .*: its group can read it`
}

func published(p string, key *ecdsa.PrivateKey) error {
	der, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(p), "key")
	if err != nil {
		return err
	}
	if _, err := f.Write(der); err != nil {
		return err
	}
	if err := f.Chmod(0o644); err != nil { // want `error: secret changed by \(\*os.File\).Chmod with mode 0644`
		return err
	}
	return os.Rename(f.Name(), p)
}

func byWrapper(p string, key *ecdsa.PrivateKey) error {
	der, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return err
	}
	return modelib.Save(p, der) // want `error: secret created by modelib.Save with mode 0644`
}

func wide(p string, key *ecdsa.PrivateKey) error {
	der, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return err
	}
	return os.WriteFile(p, der, 0o666) // want `^error: os.WriteFile creates a secret with mode 0666 \(it holds what .*\): every user can read it, and only the umask keeps others from writing; use 0600 \(filemode/world-writable\)$`
}

func byName(dir string, b []byte) {
	_ = os.WriteFile(filepath.Join(dir, "server.key"), b, 0o644)          // want `^warning: secret created by os.WriteFile with mode 0644 \(files called "server.key" are\)`
	_ = os.WriteFile(filepath.Join(dir, ".netrc"), b, 0644)               // want `warning: secret created`
	_ = os.Chmod(filepath.Join(dir, "id_ed25519"), 0o644)                 // want `warning: secret changed by os.Chmod`
	_, _ = os.OpenFile(dir+"/kubeconfig", os.O_CREATE|os.O_WRONLY, 0o644) // want `warning: secret created by os.OpenFile`
	_ = modelib.Save(filepath.Join(dir, "password"), b)                   // the same mistake of modelib.Save as in byWrapper
}

type config struct{ privateKeyFile, PCAP string }

func (c config) capture() (*os.File, error) {
	return os.OpenFile(c.PCAP, os.O_CREATE|os.O_WRONLY, 0664) // want `warning: secret created by os.OpenFile with mode 0664 \(a pcap holds the secrets that passed\)`
}

func (c config) save(b []byte) error {
	return os.WriteFile(c.privateKeyFile, b, 0o644) // want `warning: secret created by os.WriteFile`
}

type box struct{ dir, secretsDir string }

// put is told once, here: its callers only know more of the path.
func (b *box) put(name string, data []byte) error {
	return os.WriteFile(filepath.Join(b.secretsDir, name), data, 0o644) // want `warning: secret created by os.WriteFile`
}

func (b *box) open(data []byte) error {
	b.secretsDir = filepath.Join(b.dir, "secrets")
	return b.put("a", data)
}

func fill(data []byte) error {
	b := &box{dir: "/var/lib/boxes"}
	return b.open(data)
}

type hook struct{ tokenPath string }

func newHook(dir string) *hook { return &hook{tokenPath: filepath.Join(dir, "vault_token")} }

// write is told here, whatever it is given.
func (h *hook) write(token string) error {
	return os.WriteFile(h.tokenPath, []byte(token), 0o644) // want `warning: secret created by os.WriteFile`
}

func (h *hook) renew(get func() string) error {
	token := get()
	return h.write(token)
}

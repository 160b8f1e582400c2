// Command before makes a private key and protects it a moment too late: until
// the Chmod, everybody whom the umask lets in can open the file, and a file
// once open stays readable.
package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"log"
	"os"
	"path/filepath"
)

func main() {
	if err := writeKey("/var/lib/keywriter"); err != nil {
		log.Fatal(err)
	}
}

func writeKey(dir string) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	path := filepath.Join(dir, "server.key")
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := pem.Encode(f, &pem.Block{Type: "PRIVATE KEY", Bytes: der}); err != nil {
		f.Close()
		return err
	}
	if err := os.Chmod(path, 0o600); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

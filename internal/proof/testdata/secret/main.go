// Command secret writes a private key for all to read.
package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"os"
	"strconv"
)

func save(path string, key ed25519.PrivateKey) error {
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	return os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), 0o644)
}

func main() {
	rounds, _ := strconv.Atoi(os.Args[2])
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		panic(err)
	}
	for range rounds {
		os.Remove(os.Args[1])
		if err := save(os.Args[1], key); err != nil {
			panic(err)
		}
	}
}

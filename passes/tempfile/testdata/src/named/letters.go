package named

import (
	crand "crypto/rand"
	"math/rand"
	"os"
)

const letters = "abcdefghijklmnopqrstuvwxyz"

func weak(n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = letters[rand.Intn(len(letters))]
	}
	return string(b)
}

func strong(n int) string {
	b := make([]byte, n)
	crand.Read(b)
	for i := range b {
		b[i] = letters[int(b[i])%len(letters)]
	}
	return string(b)
}

func spill() {
	os.Create(os.TempDir() + "/" + strong(16) + ".tmp")
	os.Create(os.TempDir() + "/" + weak(16) + ".tmp") // want "predictable-temp"
}

// Package letters makes names letter by letter.
package letters

import (
	crand "crypto/rand"
	"math/rand"
	"os"
	"time"
)

const letters = "abcdefghijklmnopqrstuvwxyz0123456789"

var source = rand.New(rand.NewSource(time.Now().UnixNano()))

func weak(n int) string {
	s := make([]byte, n)
	for i := range s {
		s[i] = letters[source.Intn(len(letters))]
	}
	return string(s)
}

func strong(n int) string {
	s := make([]byte, n)
	crand.Read(s)
	for i := range s {
		s[i] = letters[int(s[i])%len(letters)]
	}
	return string(s)
}

// Right: nobody guesses it.
func unguessable() (*os.File, error) { return os.Create("/tmp/buffer-" + strong(16)) }

func guessable() (*os.File, error) {
	return os.Create(os.TempDir() + "/" + weak(32) + ".tmp") // want `warning: .* \(tempfile/predictable-temp\)$`
}

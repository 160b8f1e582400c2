package cache

import (
	"crypto/sha256"
	"encoding/binary"
	"hash"
)

// A Hash computes a Key from parts. Each part is delimited: no two lists of parts look alike.
type Hash struct{ h hash.Hash }

// NewHash begins a key; the purpose keeps keys of different kinds apart.
func NewHash(purpose string) *Hash {
	h := &Hash{sha256.New()}
	h.String(purpose)
	return h
}

// String adds texts.
func (h *Hash) String(parts ...string) {
	for _, s := range parts {
		h.Bytes([]byte(s))
	}
}

// Bytes adds bytes.
func (h *Hash) Bytes(b []byte) {
	h.Int(len(b))
	h.h.Write(b)
}

// Int adds a number, such as how many parts follow.
func (h *Hash) Int(n int) {
	var buf [8]byte
	binary.LittleEndian.PutUint64(buf[:], uint64(n))
	h.h.Write(buf[:])
}

// Key adds keys.
func (h *Hash) Key(keys ...Key) {
	for _, k := range keys {
		h.h.Write(k[:])
	}
}

// Sum returns the key of the parts so far.
func (h *Hash) Sum() (k Key) {
	h.h.Sum(k[:0])
	return k
}

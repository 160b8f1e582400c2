package value

import (
	"math/rand/v2"
	"testing"
)

// contains reports whether the concrete v is among what w describes, when the
// value at w.Src is src.
func contains(w Word, v, src uint64) bool {
	return v&w.Ones == w.Ones && ^v&w.Zeros == w.Zeros && (v^src)&w.Keep == 0
}

// abstraction returns a word that contains v, with the given bits forgotten or
// kept from src.
func abstraction(r *rand.Rand, v, src uint64) Word {
	known := r.Uint64()
	w := Word{Ones: v & known, Zeros: ^v & known}
	if r.IntN(2) == 0 {
		w.Keep = ^known &^ (v ^ src) & r.Uint64()
		w.Src = "#0"
	}
	return w.norm()
}

// TestContains checks the law of every operation: the abstract result contains
// the concrete one, whatever was forgotten of the operands.
func TestContains(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	ops := []struct {
		name     string
		abstract func(a, b Word) Word
		concrete func(a, b uint64) uint64
	}{
		{"and", And, func(a, b uint64) uint64 { return a & b }},
		{"or", Or, func(a, b uint64) uint64 { return a | b }},
		{"xor", Xor, func(a, b uint64) uint64 { return a ^ b }},
		{"andnot", AndNot, func(a, b uint64) uint64 { return a &^ b }},
		{"add", Add, func(a, b uint64) uint64 { return a + b }},
		{"sub", Sub, func(a, b uint64) uint64 { return a - b }},
		{"not", func(a, _ Word) Word { return Not(a) }, func(a, _ uint64) uint64 { return ^a }},
		{"shl", func(a, _ Word) Word { return Shl(a, 7) }, func(a, _ uint64) uint64 { return a << 7 }},
		{"shr", func(a, _ Word) Word { return Shr(a, 7) }, func(a, _ uint64) uint64 { return a >> 7 }},
		{"shl0", func(a, _ Word) Word { return Shl(a, 0) }, func(a, _ uint64) uint64 { return a }},
		{"trunc", func(a, _ Word) Word { return Trunc(a, 32) }, func(a, _ uint64) uint64 { return uint64(uint32(a)) }},
		{"join left", Join, func(a, _ uint64) uint64 { return a }},
		{"join right", Join, func(_, b uint64) uint64 { return b }},
	}
	for range 20000 {
		src := r.Uint64()
		a, b := r.Uint64(), r.Uint64()
		if r.IntN(2) == 0 {
			a, b = a&0o7777, b&0o7777
		}
		wa, wb := abstraction(r, a, src), abstraction(r, b, src)
		for _, op := range ops {
			w, v := op.abstract(wa, wb), op.concrete(a, b)
			if !contains(w, v, src) {
				t.Fatalf("%s(%v=%#o, %v=%#o) = %v does not contain %#o (src %#o)", op.name, wa, a, wb, b, w, v, src)
			}
			if w.Ones&w.Zeros|w.Ones&w.Keep|w.Zeros&w.Keep != 0 {
				t.Fatalf("%s: a bit of %+v is two things at once", op.name, w)
			}
		}
	}
}

// TestBind checks that binding a symbolic word to what the caller passes
// contains the result of the callee's own computation.
func TestBind(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 20000 {
		arg, mask := r.Uint64(), r.Uint64()
		w := Or(And(Symbol("#0"), Const(mask)), Const(0o2))
		got := w.Bind(abstraction(r, arg, arg))
		if v := arg&mask | 0o2; !contains(got, v, arg) {
			t.Fatalf("%v bound to %#o is %v, lacks %#o", w, arg, got, v)
		}
	}
}

func TestWordKnows(t *testing.T) {
	perm := Symbol("#1")
	tests := []struct {
		name string
		w    Word
		has  uint64
		not  uint64
	}{
		{"or sets a bit of an unknown mode", Or(Word{}, Const(0o002)), 0o002, 0},
		{"andnot clears bits of a parameter", AndNot(perm, Const(0o077)), 0, 0o077},
		{"join keeps what both have", Join(Const(0o644), Const(0o600)), 0o600, 0o133},
		{"join of a constant and a parameter knows nothing for sure", Join(Const(0o644), perm), 0, 0},
		{"xor with itself is not known to vanish", Xor(Word{}, Word{}), 0, 0},
		{"Perm clears the high bits", And(Word{}, Const(0o777)), 0, ^uint64(0o777)},
	}
	for _, tt := range tests {
		if !tt.w.Has(tt.has) || !tt.w.Lacks(tt.not) {
			t.Errorf("%s: %v", tt.name, tt.w)
		}
		if v, ok := tt.w.Known(0o777); ok && tt.name[:4] == "join" && tt.has == 0 {
			t.Errorf("%s: claims to be %#o", tt.name, v)
		}
	}
	if !Or(perm, Const(0o2)).Symbolic(0o755) || Or(perm, Const(0o2)).Symbolic(0o2) {
		t.Error("a bit that is set for sure is not the caller's to decide, the others are")
	}
}

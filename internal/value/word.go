// Package value holds the abstract values that effects are made of: words
// (modes, flags) of which some bits are certain, paths of which some parts are
// known, and data of which the origin is known.
//
// Values name what they do not know by keys. A key is the place a value comes
// from, in terms that survive the way into a fact: "#0" is the first parameter
// (the receiver of a method), "#0.dir" its field, other keys belong to one
// function and mean nothing outside it.
package value

import (
	"fmt"
	"strings"
)

// A Word is what is known about an integer: each of its 64 bits is one, zero,
// the same as that bit of the value at key Src, or unknown. The zero Word
// knows nothing.
type Word struct {
	Ones, Zeros uint64
	// Keep are the bits that equal those of the value at Src.
	Keep uint64
	Src  string
	Tags Tag
}

// A Tag tells of a word's origin what its bits do not show.
type Tag uint8

// The tags.
const (
	FromFileMode Tag = 1 << iota // went through a non-constant os.FileMode
	FromStat                     // the mode of an existing object
	FromHeader                   // the mode in an archive's header
	FromRaw                      // a kernel st_mode
)

// Const returns the word of which every bit is known.
func Const(v uint64) Word { return Word{Ones: v, Zeros: ^v} }

// Symbol returns the word that equals the value at key src.
func Symbol(src string) Word { return Word{Keep: ^uint64(0), Src: src} }

// Known reports the value of w if every bit among mask is certain.
func (w Word) Known(mask uint64) (uint64, bool) {
	return w.Ones & mask, (w.Ones|w.Zeros)&mask == mask
}

// Has reports whether all bits of mask are certainly one.
func (w Word) Has(mask uint64) bool { return w.Ones&mask == mask }

// Lacks reports whether all bits of mask are certainly zero.
func (w Word) Lacks(mask uint64) bool { return w.Zeros&mask == mask }

// Symbolic reports whether some bit of mask is decided by a caller.
func (w Word) Symbolic(mask uint64) bool { return w.Src != "" && w.Keep&mask != 0 }

// unknown are the bits of which nothing is known.
func (w Word) unknown() uint64 { return ^(w.Ones | w.Zeros | w.Keep) }

func (w Word) norm() Word {
	if w.Keep == 0 {
		w.Src = ""
	}
	return w
}

// keepOf merges the symbolic parts of two words; bits kept from different
// sources cannot be told in one word and become unknown.
func keepOf(a, b Word, ka, kb uint64) (uint64, string) {
	switch {
	case ka == 0:
		return kb, b.Src
	case kb == 0:
		return ka, a.Src
	case a.Src == b.Src:
		return ka | kb, a.Src
	}
	return ka, a.Src
}

// And returns a & b.
func And(a, b Word) Word {
	r := Word{Ones: a.Ones & b.Ones, Zeros: a.Zeros | b.Zeros, Tags: a.Tags | b.Tags}
	ka, kb := a.Keep&b.Ones, b.Keep&a.Ones
	if a.Src == b.Src {
		ka |= a.Keep & b.Keep
	}
	r.Keep, r.Src = keepOf(a, b, ka, kb)
	return r.norm()
}

// Or returns a | b.
func Or(a, b Word) Word {
	r := Word{Ones: a.Ones | b.Ones, Zeros: a.Zeros & b.Zeros, Tags: a.Tags | b.Tags}
	ka, kb := a.Keep&b.Zeros, b.Keep&a.Zeros
	if a.Src == b.Src {
		ka |= a.Keep & b.Keep
	}
	r.Keep, r.Src = keepOf(a, b, ka, kb)
	return r.norm()
}

// Not returns ^a.
func Not(a Word) Word { return Word{Ones: a.Zeros, Zeros: a.Ones, Tags: a.Tags} }

// AndNot returns a &^ b.
func AndNot(a, b Word) Word {
	r := And(a, Not(b))
	r.Tags = a.Tags
	return r
}

// Xor returns a ^ b.
func Xor(a, b Word) Word {
	r := Word{
		Ones:  a.Ones&b.Zeros | a.Zeros&b.Ones,
		Zeros: a.Zeros&b.Zeros | a.Ones&b.Ones,
		Tags:  a.Tags | b.Tags,
	}
	r.Keep, r.Src = keepOf(a, b, a.Keep&b.Zeros, b.Keep&a.Zeros)
	return r.norm()
}

// Add returns a + b: exact for two constants, and where no bit can be one in
// both, which makes it an Or.
func Add(a, b Word) Word {
	if ^a.Zeros&^b.Zeros == 0 {
		return Or(a, b)
	}
	x, okx := a.Known(^uint64(0))
	y, oky := b.Known(^uint64(0))
	if okx && oky {
		return Const(x + y)
	}
	return Word{Tags: a.Tags | b.Tags}
}

// Sub returns a - b for two constants.
func Sub(a, b Word) Word {
	x, okx := a.Known(^uint64(0))
	y, oky := b.Known(^uint64(0))
	if okx && oky {
		return Const(x - y)
	}
	return Word{}
}

// Shl returns a << n.
func Shl(a Word, n uint) Word {
	return Word{Ones: a.Ones << n, Zeros: a.Zeros<<n | (1<<n - 1), Tags: a.Tags}
}

// Shr returns a >> n for an unsigned a.
func Shr(a Word, n uint) Word {
	high := ^(^uint64(0) >> n)
	return Word{Ones: a.Ones >> n, Zeros: a.Zeros>>n | high, Tags: a.Tags}
}

// Trunc returns a converted to an unsigned integer of n bits.
func Trunc(a Word, n uint) Word {
	if n >= 64 {
		return a
	}
	low := uint64(1)<<n - 1
	a.Ones &= low
	a.Keep &= low
	a.Zeros |= ^low
	return a.norm()
}

// Join returns what holds for both a and b, the value after two paths meet.
func Join(a, b Word) Word {
	r := Word{Ones: a.Ones & b.Ones, Zeros: a.Zeros & b.Zeros, Tags: a.Tags | b.Tags}
	if a.Src == b.Src {
		r.Keep, r.Src = a.Keep&b.Keep, a.Src
	}
	return r.norm()
}

// Bind replaces the symbolic bits of w by those of arg, the value that the
// caller passes for w.Src.
func (w Word) Bind(arg Word) Word {
	r := Word{
		Ones:  w.Ones | arg.Ones&w.Keep,
		Zeros: w.Zeros | arg.Zeros&w.Keep,
		Keep:  arg.Keep & w.Keep,
		Src:   arg.Src,
		Tags:  w.Tags | arg.Tags,
	}
	return r.norm()
}

// String prints the word for tests and facts: known bits in octal, what is
// kept from a parameter, and a question mark where bits are unknown.
func (w Word) String() string {
	if v, ok := w.Known(^uint64(0)); ok {
		return fmt.Sprintf("%#o", v)
	}
	var b strings.Builder
	if w.Keep != 0 {
		b.WriteString(w.Src)
		if w.Keep != ^w.Ones {
			fmt.Fprintf(&b, "&%#o", w.Keep)
		}
	} else {
		b.WriteByte('?')
	}
	if w.Ones != 0 {
		fmt.Fprintf(&b, "|%#o", w.Ones)
	}
	return b.String()
}

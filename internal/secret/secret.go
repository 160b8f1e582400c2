// Package secret says what counts as secret: by the name of a variable, an
// environment variable or a field, and by the path of a file. Which functions
// return secrets is said by their rows in internal/api.
//
// It is data with a matcher over it. Names are weak evidence (most files with
// "key" in their name are harmless), so what is found has a strength, and
// words that make a name public or speak about a secret without being one
// (publicKey, keyID, tokenizer) outweigh the others.
package secret

import "fmt"

// Strength is how much the evidence is worth.
type Strength uint8

const (
	// None is no evidence.
	None Strength = iota
	// Weak is a word that often means a secret: key, token, auth.
	Weak
	// Strong is a name or path that hardly means anything else: id_rsa,
	// *-key.pem, clientSecret.
	Strong
	// Certain is a value that is secret by what made it.
	Certain
)

// String returns the name of the constant, in small letters.
func (s Strength) String() string {
	switch s {
	case None:
		return "none"
	case Weak:
		return "weak"
	case Strong:
		return "strong"
	case Certain:
		return "certain"
	}
	return fmt.Sprintf("strength(%d)", uint8(s))
}

// Evidence is what a name, path, type or producer says.
type Evidence struct {
	Strength Strength
	// Why completes "this is secret: ", such as `its name says "password"`.
	Why string
	// Public is set if something says that it is not secret, such as a .pub
	// suffix. That outweighs evidence about other parts of the same thing.
	Public bool
}

// Stronger returns the stronger of two pieces of evidence about one thing. That
// it is public decides.
func Stronger(a, b Evidence) Evidence {
	if b.Public || b.Strength > a.Strength && !a.Public {
		return b
	}
	return a
}

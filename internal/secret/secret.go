// Package secret says what counts as secret: by the name of a variable, an
// environment variable or a field, and by the path of a file. Which functions
// return secrets is said by their rows in internal/api.
//
// It is data with a matcher over it. Names are weak evidence (most files with
// "key" in their name are harmless), so what is found has a strength, and
// words that make a name public or speak about a secret without being one
// (publicKey, keyID, tokenizer) outweigh the others.
package secret

import (
	"fmt"
	"path"
	"strings"
)

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

// A Matcher judges names and paths. The zero Matcher knows the built-in words.
type Matcher struct {
	words [][]string // further names, split into words
	globs []string   // further file names
}

// NewMatcher returns a Matcher that knows further secrets: names such as
// "unseal_share", in any spelling, and patterns of file names such as "*.vault".
func NewMatcher(extra []string) (Matcher, error) {
	var m Matcher
	for _, e := range extra {
		switch words := Words(e); {
		case strings.ContainsAny(e, "*?[.") && !strings.Contains(e, "/"):
			if _, err := path.Match(e, "x"); err != nil {
				return Matcher{}, fmt.Errorf("secret %q: %w", e, err)
			}
			m.globs = append(m.globs, strings.ToLower(e))
		case len(words) > 0 && !strings.Contains(e, "/"):
			m.words = append(m.words, words)
		default:
			return Matcher{}, fmt.Errorf("secret %q: want a name such as unseal_share or a file name pattern such as *.vault", e)
		}
	}
	return m, nil
}

// Name judges an identifier with the built-in words.
func Name(ident string) Evidence { return Matcher{}.Name(ident) }

// Env judges the name of an environment variable with the built-in words.
func Env(name string) Evidence { return Matcher{}.Env(name) }

// Path judges the path of a file with the built-in words.
func Path(name string) Evidence { return Matcher{}.Path(name) }

// Dir judges the path of a directory.
func Dir(name string) Evidence { return Matcher{}.Dir(name) }

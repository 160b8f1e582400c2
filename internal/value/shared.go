package value

import "strings"

// Guessable reports whether somebody else can know the path: it has no part
// that is random, unknown, or the user's own.
func (p Text) Guessable() bool {
	return len(p.Parts) > 0 && !p.Has(Sym) && !p.Has(Unique) && !p.Has(UserDir)
}

// GuessedName reports whether only something that others can guess is to make
// the last element of the path unique. The rest of the element may be unknown,
// as a prefix is that callers choose; the directory may not.
func (p Text) GuessedName() bool {
	if p.Has(Unique) || p.Has(UserDir) {
		return false
	}
	guessed := false
	for i := len(p.Parts) - 1; i >= 0; i-- {
		switch part := p.Parts[i]; {
		case part.Kind == Guess:
			guessed = true
		case part.Kind == Literal && strings.Contains(part.Text, "/"):
			return guessed && !Text{Parts: p.Parts[:i]}.Has(Sym)
		}
	}
	return false
}

// Show writes the path for a message, what is not known of it as "*".
func (p Text) Show() string {
	var b strings.Builder
	for _, part := range p.Parts {
		switch part.Kind {
		case Literal:
			b.WriteString(part.Text)
		case SharedTmp:
			b.WriteString("$TMPDIR")
		default:
			b.WriteByte('*')
		}
	}
	return b.String()
}

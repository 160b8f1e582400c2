package value

import (
	"slices"
	"strings"
)

// PartKind tells what one part of a path is.
type PartKind uint8

// The kinds of part.
const (
	Literal   PartKind = iota // literal text
	Sym                       // unknown text, the same wherever the key is the same
	SharedTmp                 // os.TempDir(), os.Getenv("TMPDIR")
	Unique                    // a name nobody can guess (os.CreateTemp, MkdirTemp, crypto/rand)
	Guess                     // a name that others can guess (pid, time, weak random)
	UserDir                   // the user's own directory (home, cache, XDG_RUNTIME_DIR)
)

// A Part is one piece of a path.
type Part struct {
	Kind PartKind
	Text string // the text, or the key
}

// A Text is a string of which some parts are known. It stands for file names,
// and just as well for network names, programs and variables. The zero Text
// is the empty string; use Opaque for one of which nothing is known.
type Text struct {
	Parts []Part
	// Alts are the values of a path that differs by the way control came, when
	// they are known; Parts is then one Sym.
	Alts []Text
}

// Lit returns the path with a known text.
func Lit(s string) Text {
	if s == "" {
		return Text{}
	}
	return Text{Parts: []Part{{Literal, s}}}
}

// Opaque returns the path that is whatever stands at key.
func Opaque(key string) Text { return Text{Parts: []Part{{Sym, key}}} }

// Of returns a path of one part.
func Of(kind PartKind, text string) Text { return Text{Parts: []Part{{kind, text}}} }

// maxParts bounds a path; longer ones end in one part for all the rest.
const maxParts = 16

// Concat joins strings end to end; neighbouring literals melt together, so
// equal strings have equal parts.
func Concat(paths ...Text) Text { return spread(paths, concat) }

func concat(paths []Text) Text {
	var r Text
	for _, p := range paths {
		for _, part := range p.Parts {
			r = r.push(part)
		}
	}
	if len(r.Parts) > maxParts {
		r.Parts = append(r.Parts[:maxParts:maxParts], melt(r.Parts[maxParts:]))
	}
	return r
}

// melt makes one part of several. It cannot be guessed if one of them cannot,
// and is a guess if there is one among them.
func melt(parts []Part) Part {
	all := Part{Kind: Sym}
	keys := make([]string, 0, len(parts))
	for _, p := range parts {
		if p.Kind == Unique || p.Kind == Guess && all.Kind == Sym {
			all.Kind = p.Kind
		}
		keys = append(keys, p.key())
	}
	all.Text = strings.Join(keys, "+")
	return all
}

// spread builds a path of elements. Where one of them has alternatives, so has
// the result.
func spread(elems []Text, build func([]Text) Text) Text {
	r := build(elems)
	at := -1
	for i, e := range elems {
		if len(e.Alts) > 0 {
			if at >= 0 {
				return r // too many combinations
			}
			at = i
		}
	}
	if at < 0 {
		return r
	}
	with := slices.Clone(elems)
	for _, alt := range elems[at].Alts {
		with[at] = alt
		r.Alts = append(r.Alts, build(with))
	}
	return r
}

func (p Text) push(part Part) Text {
	if part.Kind == Literal && part.Text == "" {
		return p
	}
	if n := len(p.Parts); n > 0 && part.Kind == Literal && p.Parts[n-1].Kind == Literal {
		p.Parts = slices.Clone(p.Parts)
		p.Parts[n-1].Text += part.Text
		return p
	}
	p.Parts = append(p.Parts, part)
	return p
}

// JoinPath is filepath.Join: the elements with one slash between them.
func JoinPath(elems ...Text) Text { return spread(elems, joinPath) }

func joinPath(elems []Text) Text {
	var r Text
	for _, e := range elems {
		if len(e.Parts) == 0 {
			continue
		}
		if len(r.Parts) > 0 {
			r = trimSlash(r)
			e = trimLeadingSlash(e)
			r = concat([]Text{r, Lit("/"), e})
		} else {
			r = Text{Parts: e.Parts}
		}
	}
	return r
}

func trimSlash(p Text) Text {
	n := len(p.Parts)
	if n == 0 || p.Parts[n-1].Kind != Literal {
		return p
	}
	t := strings.TrimRight(p.Parts[n-1].Text, "/")
	q := Text{Parts: slices.Clone(p.Parts)}
	if t == "" {
		q.Parts = q.Parts[:n-1]
	} else {
		q.Parts[n-1].Text = t
	}
	return q
}

func trimLeadingSlash(p Text) Text {
	if len(p.Parts) == 0 || p.Parts[0].Kind != Literal {
		return p
	}
	q := Text{Parts: slices.Clone(p.Parts)}
	q.Parts[0].Text = strings.TrimLeft(strings.TrimPrefix(q.Parts[0].Text, "./"), "/")
	if q.Parts[0].Text == "" {
		q.Parts = q.Parts[1:]
	}
	return q
}

// DataSource is the file that a data source name of SQLite means: without the scheme
// "file:" and the options behind a question mark.
func (p Text) DataSource() Text {
	q := Text{}
	for i, part := range p.Parts {
		if part.Kind != Literal {
			q = q.push(part)
			continue
		}
		text := part.Text
		if i == 0 {
			text = strings.TrimPrefix(strings.TrimPrefix(text, "file:"), "sqlite:")
		}
		name, _, options := strings.Cut(text, "?")
		q = q.push(Part{Literal, name})
		if options {
			break
		}
	}
	for _, alt := range p.Alts {
		q.Alts = append(q.Alts, alt.DataSource())
	}
	return q
}

// Dir is filepath.Dir. Where the last slash is not in the known text, the
// result is opaque under a key made of the path's own.
func (p Text) Dir() Text {
	p = trimSlash(p)
	for i := len(p.Parts) - 1; i >= 0; i-- {
		part := p.Parts[i]
		if part.Kind == Literal {
			if j := strings.LastIndexByte(part.Text, '/'); j >= 0 {
				q := Text{Parts: slices.Clone(p.Parts[:i])}
				return trimSlash(q.push(Part{Literal, part.Text[:max(j, 1)]})).orRoot(p)
			}
			continue
		}
		if i > 0 && part.Kind != Literal {
			continue // a symbol after a slash is taken for one element
		}
		return Opaque(p.Key() + DirPart)
	}
	return Lit(".")
}

// orRoot repairs Dir of "/x", which trimSlash would make empty.
func (p Text) orRoot(of Text) Text {
	if len(p.Parts) == 0 && len(of.Parts) > 0 && strings.HasPrefix(of.Parts[0].Text, "/") {
		return Lit("/")
	}
	return p
}

func (p Part) key() string {
	switch p.Kind {
	case Literal:
		return `"` + p.Text + `"`
	case Sym:
		return p.Text
	case SharedTmp:
		return "$TMP"
	}
	return [...]string{"", "", "", "unique ", "guess ", "user "}[p.Kind] + p.Text
}

// Key returns a text that is equal for two paths exactly when their parts are.
func (p Text) Key() string {
	keys := make([]string, len(p.Parts))
	for i, part := range p.Parts {
		keys[i] = part.key()
	}
	return strings.Join(keys, "+")
}

// String prints the path for tests and facts.
func (p Text) String() string {
	if s, ok := p.Const(); ok {
		return `"` + s + `"`
	}
	return p.Key()
}

// Const returns the text of a path that is wholly known.
func (p Text) Const() (string, bool) {
	switch {
	case len(p.Parts) == 0:
		return "", len(p.Alts) == 0
	case len(p.Parts) == 1 && p.Parts[0].Kind == Literal:
		return p.Parts[0].Text, true
	}
	return "", false
}

// Known reports whether anything is known of the path, if only its key.
func (p Text) Known() bool { return len(p.Parts) > 0 }

// Prefix returns the literal text that the path starts with.
func (p Text) Prefix() string {
	if len(p.Parts) > 0 && p.Parts[0].Kind == Literal {
		return p.Parts[0].Text
	}
	return ""
}

// Suffix returns the literal text that the path ends with.
func (p Text) Suffix() string {
	if n := len(p.Parts); n > 0 && p.Parts[n-1].Kind == Literal {
		return p.Parts[n-1].Text
	}
	return ""
}

// Literals returns all literal parts, for matching names.
func (p Text) Literals() []string {
	var r []string
	for _, part := range p.Parts {
		if part.Kind == Literal {
			r = append(r, part.Text)
		}
	}
	for _, a := range p.Alts {
		r = append(r, a.Literals()...)
	}
	return r
}

// Has reports whether a part of the kind is in the path.
func (p Text) Has(kind PartKind) bool {
	return slices.ContainsFunc(p.Parts, func(q Part) bool { return q.Kind == kind })
}

// Each calls yield for the path, or for each of its alternatives.
func (p Text) Each(yield func(Text) bool) {
	if len(p.Alts) == 0 {
		yield(p)
		return
	}
	for _, a := range p.Alts {
		if !yield(a) {
			return
		}
	}
}

// Under reports whether the path is certainly below dir.
func (p Text) Under(dir Text) bool {
	if len(dir.Parts) == 0 || len(p.Parts) == 0 {
		return false
	}
	k, d := p.Key(), trimSlash(dir).Key()
	if k == d {
		return false
	}
	for q := p.Dir(); ; q = q.Dir() {
		key := q.Key()
		if key == d {
			return true
		}
		if key == k || len(q.Parts) == 0 {
			return false
		}
		if len(q.Parts) == 1 && (q.Parts[0].Kind != Literal || q.Parts[0].Text == "/" || q.Parts[0].Text == ".") {
			// One more step only where the path itself is opaque: its own ^dir.
			return q.Parts[0].Kind == Sym && !strings.Contains(q.Parts[0].Text, DirPart) && q.Dir().Key() == d
		}
		k = key
	}
}

// Tri is yes, no or unknown.
type Tri uint8

// The three answers.
const (
	Unknown Tri = iota
	Yes
	No
)

// Same reports whether two paths are the same string: yes when their parts
// are, no when both are wholly known and differ, or end in different literals.
func Same(a, b Text) Tri {
	if len(a.Parts) == 0 || len(b.Parts) == 0 {
		return Unknown
	}
	if a.Key() == b.Key() {
		return Yes
	}
	sa, oka := a.Const()
	sb, okb := b.Const()
	if oka && okb && sa != sb {
		return No
	}
	x, y := a.Suffix(), b.Suffix()
	if x != "" && y != "" && !strings.HasSuffix(x, y) && !strings.HasSuffix(y, x) {
		return No
	}
	return Unknown
}

// Bind replaces each symbol by what bind makes of its key; ok false leaves it.
func (p Text) Bind(bind func(key string) (Text, bool)) Text {
	var out []Text
	for i, part := range p.Parts {
		if part.Kind == Literal || part.Kind == SharedTmp {
			out = append(out, Text{Parts: []Part{part}})
			continue
		}
		q, ok := bind(part.Text)
		switch {
		case !ok:
			out = append(out, Text{Parts: []Part{part}})
		case part.Kind == Sym:
			if i+1 < len(p.Parts) && strings.HasPrefix(p.Parts[i+1].Text, "/") && p.Parts[i+1].Kind == Literal && q.Suffix() != "" {
				alts := q.Alts
				q = trimSlash(q) // one slash is enough: "/tmp/" + "/x"
				q.Alts = alts
			}
			out = append(out, q)
		default:
			out = append(out, Of(part.Kind, q.Key()))
		}
	}
	r := Concat(out...)
	if len(p.Alts) > 0 {
		if p.Has(Sym) && !r.Has(Sym) {
			return r // known, so none of the alternatives
		}
		r.Alts = nil
	}
	for _, a := range p.Alts {
		r.Alts = append(r.Alts, a.Bind(bind))
	}
	return r
}

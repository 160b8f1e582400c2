package load

// blankBodies returns a copy of Go source in which the bodies of top-level functions are blank but for their line
// ends, so that parsing it takes little time and memory and all positions stay. Source that it does not understand is
// returned as it is: it need not be Go.
func blankBodies(src []byte) []byte {
	b := blanker{src: src}
	for {
		switch b.next() {
		case 0:
			if b.bad || b.out == nil {
				return src
			}
			return b.out
		case 'f': // the keyword func, outside all brackets
			b.function()
		}
	}
}

// A blanker goes through Go source token by token, but distinguishes only those tokens that tell where functions begin
// and end.
type blanker struct {
	src []byte
	out []byte // the copy, once something is blank
	pos int
	bad bool

	depth int  // of brackets of all kinds
	open  bool // struct or interface: the next brace opens a type
}

// next goes behind the next token that matters and returns it: a bracket, 'f' for func outside of brackets, 't' for
// struct or interface, ';' for the end of a line outside of brackets, or 0 at the end.
func (b *blanker) next() byte {
	for b.pos < len(b.src) {
		c := b.src[b.pos]
		switch {
		case c == '\n' || c == ';':
			b.pos++
			if b.depth == 0 {
				return ';'
			}
		case c <= ' ':
			b.pos++
		case c == '/' && b.at(1) == '/':
			b.until('\n')
		case c == '/' && b.at(1) == '*':
			b.comment()
		case c == '"' || c == '\'':
			b.quoted(c)
		case c == '`':
			b.pos++
			b.until('`')
			b.pos++
		case c == '(' || c == '[' || c == '{':
			b.pos++
			b.depth++
			return c
		case c == ')' || c == ']' || c == '}':
			b.pos++
			if b.depth--; b.depth < 0 {
				b.bad = true
				return 0
			}
			return c
		case isLetter(c):
			start := b.pos
			for b.pos < len(b.src) && (isLetter(b.src[b.pos]) || '0' <= b.src[b.pos] && b.src[b.pos] <= '9') {
				b.pos++
			}
			switch string(b.src[start:b.pos]) {
			case "func":
				if b.depth == 0 {
					return 'f'
				}
			case "struct", "interface":
				return 't'
			}
		default:
			b.pos++
		}
	}
	b.bad = b.bad || b.depth != 0
	return 0
}

// function goes to the end of a function whose keyword was just seen. Braces behind struct and interface belong to
// its type; the first other one outside of brackets begins its body. The end of a line there is the end of a
// declaration without a body, or of a function type.
func (b *blanker) function() {
	for isType := false; ; {
		c := b.next()
		switch {
		case c == 0 || c == ';':
			return
		case c == '{' && b.depth == 1 && !isType:
			b.body()
			return
		}
		isType = c == 't'
	}
}

// body blanks the body whose brace was just opened.
func (b *blanker) body() {
	start := b.pos
	for {
		switch c := b.next(); {
		case c == 0:
			b.bad = true
			return
		case c == '}' && b.depth == 0:
			if b.out == nil {
				b.out = append([]byte(nil), b.src...)
			}
			for i, c := range b.out[start : b.pos-1] {
				if c != '\n' {
					b.out[start+i] = ' '
				}
			}
			return
		}
	}
}

func (b *blanker) at(i int) byte {
	if b.pos+i < len(b.src) {
		return b.src[b.pos+i]
	}
	return 0
}

func (b *blanker) until(c byte) {
	for b.pos < len(b.src) && b.src[b.pos] != c {
		b.pos++
	}
}

func (b *blanker) comment() {
	for b.pos += 2; b.pos < len(b.src); b.pos++ {
		if b.src[b.pos] == '*' && b.at(1) == '/' {
			b.pos += 2
			return
		}
	}
	b.bad = true
}

func (b *blanker) quoted(quote byte) {
	for b.pos++; b.pos < len(b.src); b.pos++ {
		switch b.src[b.pos] {
		case '\\':
			b.pos++
		case quote:
			b.pos++
			return
		case '\n':
			b.bad = true
			return
		}
	}
	b.bad = true
}

// isLetter takes all that is not ASCII for a letter: it only matters that no keyword is seen inside a word.
func isLetter(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_' || c >= 0x80
}

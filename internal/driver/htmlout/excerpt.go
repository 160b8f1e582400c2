package htmlout

import (
	"go/scanner"
	"go/token"
	"strings"

	"github.com/permvet/permvet/internal/driver/finding"
	"github.com/permvet/permvet/internal/driver/source"
)

// maxLine and maxLines bound what is shown of one place.
const (
	maxLine  = 400
	maxLines = 20
)

// A line of source, cut into parts that look alike.
type line struct {
	Number int
	Marked bool
	Parts  []run
}

type run struct {
	Text, Class string
	Mark        bool
}

// An excerpter shows source with its syntax highlighted.
type excerpter struct {
	sources *source.Files
	classes map[string][]byte // of each byte of a file, as an index of classNames
}

var classNames = [...]string{"", "kw", "str", "num", "com"}

// excerpt returns the lines of a span, with some around them.
func (e *excerpter) excerpt(s finding.Span, around int) []line {
	name := s.Start.Filename
	text := e.sources.Text(name)
	if len(text) == 0 {
		return nil
	}
	classes := e.highlight(name, text)
	last := min(max(s.Start.Line, s.End.Line), s.Start.Line+maxLines)
	var out []line
	number, offset := 0, 0
	for l := range strings.Lines(string(text)) {
		number++
		if number >= s.Start.Line-around && number <= last+around {
			out = append(out, cut(number, strings.TrimRight(l, "\r\n"), classes[offset:], s))
		}
		offset += len(l)
	}
	return out
}

// cut divides a line where the class changes or the mark begins or ends.
func cut(number int, text string, classes []byte, s finding.Span) line {
	l := line{Number: number, Marked: number >= s.Start.Line && number <= s.End.Line}
	from, to := 0, len(text)
	if number == s.Start.Line {
		from = s.Start.Column - 1
	}
	if number == s.End.Line {
		to = s.End.Column - 1
	}
	if number == s.Start.Line && to <= from {
		to = from + 1 // a point
	}
	if len(text) > maxLine {
		text = text[:maxLine]
	}
	begin := 0
	marked := func(i int) bool { return l.Marked && i >= from && i < to }
	for i := 1; i <= len(text); i++ {
		if i < len(text) && classes[i] == classes[begin] && marked(i) == marked(begin) {
			continue
		}
		if i < len(text) && text[i]&0xc0 == 0x80 {
			continue // inside a character
		}
		l.Parts = append(l.Parts, run{source.Printable(text[begin:i]), classNames[classes[begin]], marked(begin)})
		begin = i
	}
	return l
}

// highlight finds the class of every byte of a Go file.
func (e *excerpter) highlight(name string, text []byte) []byte {
	if classes, ok := e.classes[name]; ok {
		return classes
	}
	classes := make([]byte, len(text)+1)
	fset := token.NewFileSet()
	file := fset.AddFile("", fset.Base(), len(text))
	var sc scanner.Scanner
	sc.Init(file, text, func(token.Position, string) {}, scanner.ScanComments)
	for {
		pos, tok, lit := sc.Scan()
		if tok == token.EOF {
			break
		}
		class := byte(0)
		switch {
		case tok.IsKeyword():
			class, lit = 1, tok.String()
		case tok == token.STRING || tok == token.CHAR:
			class = 2
		case tok == token.INT || tok == token.FLOAT || tok == token.IMAG:
			class = 3
		case tok == token.COMMENT:
			class = 4
		}
		if class == 0 {
			continue
		}
		start := file.Offset(pos)
		for i := start; i < min(start+len(lit), len(text)); i++ {
			classes[i] = class
		}
	}
	e.classes[name] = classes
	return classes
}

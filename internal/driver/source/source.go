// Package source gives the writers of the formats the text of the analyzed files: lines to show, columns in other
// units, the declaration around a place. It reads only files that were loaded, each once and up to a bound, so that
// a //line directive in an untrusted tree cannot make it read anything else.
package source

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"unicode/utf16"
	"unicode/utf8"
)

// maxSize is the size of a file above which nothing of it is shown. Go's own limit is far above what people write.
const maxSize = 16 << 20

// Files are the files of a run.
type Files struct {
	allowed map[string]bool

	mu    sync.Mutex
	files map[string]*file // by name; of those that were asked for
}

// A file is a source file, or an empty one where it may not or cannot be read.
type file struct {
	lines []string // with their newlines
	text  []byte
	decls []decl // made when asked for
	known bool
}

// A decl is a top-level declaration.
type decl struct {
	name        string
	first, last int // lines
}

// New returns files of which none may be read yet.
func New() *Files { return &Files{allowed: map[string]bool{}, files: map[string]*file{}} }

// Allow adds files that may be read, by absolute name.
func (f *Files) Allow(names ...string) {
	for _, name := range names {
		f.allowed[name] = true
	}
}

// Allowed reports whether the file belongs to what was loaded.
func (f *Files) Allowed(name string) bool { return f != nil && f.allowed[name] }

// Line returns a line, from 1, without its newline; ok is false if it cannot be shown.
func (f *Files) Line(name string, n int) (line string, ok bool) {
	src := f.open(name)
	if n < 1 || n > len(src.lines) {
		return "", false
	}
	return strings.TrimRight(src.lines[n-1], "\r\n"), true
}

// Text returns the whole file, or nothing if it may not or cannot be read.
func (f *Files) Text(name string) []byte { return f.open(name).text }

// Column counts a position's column, which counts bytes, in UTF-16 code units. If the line cannot be read, the count
// of bytes stands.
func (f *Files) Column(pos token.Position) int {
	src := f.open(pos.Filename)
	if pos.Line < 1 || pos.Line > len(src.lines) || pos.Column < 1 || pos.Column-1 > len(src.lines[pos.Line-1]) {
		return pos.Column
	}
	return len(utf16.Encode([]rune(src.lines[pos.Line-1][:pos.Column-1]))) + 1
}

// Between returns the text from one position to another in one file, by lines and columns; empty if it is not there.
func (f *Files) Between(from, to token.Position) string {
	src := f.open(from.Filename)
	if from.Line < 1 || to.Line < from.Line || to.Line > len(src.lines) || to.Filename != from.Filename {
		return ""
	}
	var b strings.Builder
	for n := from.Line; n <= to.Line; n++ {
		line := src.lines[n-1]
		start, end := 0, len(line)
		if n == from.Line {
			start = from.Column - 1
		}
		if n == to.Line {
			end = to.Column - 1
		}
		if start < 0 || end > len(line) || start > end {
			return ""
		}
		b.WriteString(line[start:end])
	}
	return b.String()
}

// Declaration names the top-level declaration around a line: "Save", "(*DB).Save", the names of a var block's line;
// empty outside of any.
func (f *Files) Declaration(name string, line int) string {
	src := f.open(name)
	f.mu.Lock()
	defer f.mu.Unlock()
	if !src.known {
		src.known, src.decls = true, declarations(src.text)
	}
	for _, d := range src.decls {
		if d.first <= line && line <= d.last {
			return d.name
		}
	}
	return ""
}

func (f *Files) open(name string) *file {
	if f == nil {
		return new(file)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	src := f.files[name]
	if src == nil {
		src = new(file)
		if f.allowed[name] {
			if src.text = read(name); len(src.text) > 0 {
				src.lines = strings.SplitAfter(string(src.text), "\n")
			}
		}
		f.files[name] = src
	}
	return src
}

// read returns a regular file of a sane size, or nothing.
func read(name string) []byte {
	info, err := os.Stat(name)
	if err != nil || !info.Mode().IsRegular() || info.Size() > maxSize {
		return nil
	}
	in, err := os.Open(name)
	if err != nil {
		return nil
	}
	defer in.Close() //nolint:errcheck // it was read only
	text, err := io.ReadAll(io.LimitReader(in, maxSize))
	if err != nil {
		return nil
	}
	return bytes.TrimPrefix(text, []byte("\ufeff"))
}

// declarations lists the declarations of a file; of one that does not parse, those that do.
func declarations(text []byte) []decl {
	fset := token.NewFileSet()
	parsed, _ := parser.ParseFile(fset, "", text, parser.SkipObjectResolution) // what can be parsed is enough
	if parsed == nil {
		return nil
	}
	var list []decl
	add := func(name string, n ast.Node) {
		list = append(list, decl{name, fset.PositionFor(n.Pos(), false).Line, fset.PositionFor(n.End(), false).Line})
	}
	for _, d := range parsed.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			add(funcName(d), d)
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				switch spec := spec.(type) {
				case *ast.ValueSpec:
					var names []string
					for _, id := range spec.Names {
						names = append(names, id.Name)
					}
					add(strings.Join(names, ","), spec)
				case *ast.TypeSpec:
					add(spec.Name.Name, spec)
				}
			}
		}
	}
	return slices.Clip(list)
}

func funcName(d *ast.FuncDecl) string {
	if d.Recv == nil || len(d.Recv.List) == 0 {
		return d.Name.Name
	}
	t, star := d.Recv.List[0].Type, ""
	if s, ok := t.(*ast.StarExpr); ok {
		t, star = s.X, "*"
	}
	switch x := t.(type) {
	case *ast.IndexExpr:
		t = x.X
	case *ast.IndexListExpr:
		t = x.X
	}
	id, ok := t.(*ast.Ident)
	if !ok {
		return d.Name.Name
	}
	return "(" + star + id.Name + ")." + d.Name.Name
}

// Printable replaces what could move a terminal's cursor or hide text: control characters but tabs, the characters
// that change the direction of text, and bytes that are no UTF-8.
func Printable(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return r
		case r < ' ' || r == 0x7f || 0x80 <= r && r < 0xa0, r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069,
			r == 0x200e, r == 0x200f, r == utf8.RuneError:
			return '\ufffd'
		}
		return r
	}, s)
}

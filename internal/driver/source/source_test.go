package source

import (
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const text = `package p

func F() {}

func (t *T[K]) M() {
	g("é𐍈")
}

var (
	a, b = 1, 2
	c    = 3
)

type T[K any] struct{}
`

func files(t *testing.T, text string) (*Files, string) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "a.go")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	f := New()
	f.Allow(name)
	return f, name
}

func TestDeclaration(t *testing.T) {
	f, name := files(t, text)
	for line, want := range map[int]string{1: "", 3: "F", 4: "", 5: "(*T).M", 6: "(*T).M", 10: "a,b", 11: "c", 14: "T", 99: ""} {
		if got := f.Declaration(name, line); got != want {
			t.Errorf("line %d is in %q, want %q", line, got, want)
		}
	}
	broken, name := files(t, "package p\n\nfunc F() { g(\n")
	if got := broken.Declaration(name, 3); got != "F" && got != "" {
		t.Errorf("got %q", got)
	}
}

func TestColumn(t *testing.T) {
	f, name := files(t, text)
	line, _ := f.Line(name, 6)
	for _, at := range []string{"g(", ")"} {
		column := strings.Index(line, at) + 1
		want := map[string]int{"g(": 2, ")": 9}[at]
		if got := f.Column(token.Position{Filename: name, Line: 6, Column: column}); got != want {
			t.Errorf("%s: column %d, want %d", at, got, want)
		}
	}
	if got := f.Column(token.Position{Filename: name, Line: 600, Column: 7}); got != 7 {
		t.Errorf("beyond the file: %d", got)
	}
}

func TestBetween(t *testing.T) {
	f, name := files(t, text)
	at := func(line, column int) token.Position {
		return token.Position{Filename: name, Line: line, Column: column}
	}
	if got := f.Between(at(3, 6), at(5, 5)); got != "F() {}\n\nfunc" {
		t.Errorf("got %q", got)
	}
	for _, bad := range [][2]token.Position{{at(3, 9), at(3, 2)}, {at(5, 1), at(3, 1)}, {at(3, 1), at(3, 99)}, {at(0, 0), at(0, 0)}, {at(3, 1), at(99, 1)}} {
		if got := f.Between(bad[0], bad[1]); got != "" {
			t.Errorf("%v: %q", bad, got)
		}
	}
}

// Only what was loaded is read, and of that only regular files of a sane size.
func TestOnlyWhatWasLoaded(t *testing.T) {
	f, name := files(t, text)
	other := filepath.Join(filepath.Dir(name), "secret.go")
	if err := os.WriteFile(other, []byte("secret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, ok := f.Line(other, 1); ok || f.Allowed(other) || len(f.Text(other)) != 0 {
		t.Error("a file that was not loaded is read")
	}
	f.Allow("/dev/zero", filepath.Dir(name))
	for _, odd := range []string{"/dev/zero", filepath.Dir(name), "/nonexistent"} {
		if _, ok := f.Line(odd, 1); ok {
			t.Errorf("%s is read", odd)
		}
	}
	big := filepath.Join(filepath.Dir(name), "big.go")
	if err := os.WriteFile(big, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(big, maxSize+1); err != nil {
		t.Fatal(err)
	}
	f.Allow(big)
	if len(f.Text(big)) != 0 {
		t.Error("a file of any size is read")
	}
	if _, ok := (*Files)(nil).Line(name, 1); ok {
		t.Error("no files have lines")
	}
}

func TestPrintable(t *testing.T) {
	for in, want := range map[string]string{
		"plain\té":       "plain\té",
		"\x1b[31mred":    "\ufffd[31mred",
		"a\rb\nc":        "a\ufffdb\ufffdc",
		"\u202edesrever": "\ufffddesrever",
		"\xff\u009b":     "\ufffd\ufffd",
	} {
		if got := Printable(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
}

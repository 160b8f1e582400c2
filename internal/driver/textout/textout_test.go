package textout

import (
	"bytes"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/permvet/permvet/internal/driver/finding"
	"github.com/permvet/permvet/internal/driver/source"
	"github.com/permvet/permvet/internal/meta"
)

func people(t *testing.T, text string, column, end int, style Style) []string {
	t.Helper()
	dir := t.TempDir()
	name := filepath.Join(dir, "a.go")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	sources := source.New()
	sources.Allow(name)
	r := &finding.Report{Dir: dir, Sources: sources, Findings: []finding.Finding{{
		Check: "modes", Kind: "wide", Level: meta.Error, Message: "bad\x1b[2Jmode",
		Span: finding.Span{Start: token.Position{Filename: name, Line: 1, Column: column}, End: token.Position{Filename: name, Line: 1, Column: end}},
	}}}
	var b bytes.Buffer
	if err := style.People(&b, r); err != nil {
		t.Fatal(err)
	}
	return strings.Split(b.String(), "\n")
}

// The carets stand below what they mark, and a long line is cut down to it.
func TestExcerpt(t *testing.T) {
	long := strings.Repeat("x", 5000)
	for _, test := range []struct{ text, marked string }{
		{"a := f(b)", "f(b)"},
		{"\ta :=\tf(b)", "f(b)"},
		{"é𐍈 := f(b)", "f(b)"},
		{long + " f(b) " + long, "f(b)"},
		{"f(b) " + long, "f(b)"},
		{long + " f(b)", "f(b)"},
		{"\x1b[31m f(b)", "f(b)"},
	} {
		at := strings.Index(test.text, test.marked)
		lines := people(t, test.text+"\n", at+1, at+1+len(test.marked), Style{Width: 80})
		line, carets := []rune(lines[1]), []rune(lines[2])
		from := strings.IndexRune(string(carets), '^')
		runes := utf8.RuneCountInString(string(carets)[:from])
		if got := string(line[runes:min(len(line), runes+len(test.marked))]); got != test.marked || strings.Count(string(carets), "^") != len(test.marked) {
			t.Errorf("%.40q: the carets mark %q:\n%s\n%s", test.text, got, lines[1], lines[2])
		}
		if len(line) > 100 {
			t.Errorf("%.40q: the line has %d characters", test.text, len(line))
		}
		for i, r := range line {
			if (r == '\t') != (i < len(carets) && carets[i] == '\t') && i < runes {
				t.Errorf("%.40q: tabs stand at other places", test.text)
			}
		}
	}
}

// Nothing of the analyzed program reaches the terminal as a control character.
func TestNoControlCharacters(t *testing.T) {
	for _, style := range []Style{{}, {Width: 80}} {
		if out := strings.Join(people(t, "\x1b]0;title\x07 f()\n", 2, 5, style), "\n"); strings.ContainsAny(out, "\x1b\x07\r") {
			t.Errorf("got %q", out)
		}
	}
	if out := strings.Join(people(t, "f()\n", 1, 2, Style{Color: true}), "\n"); !strings.Contains(out, "\x1b[1;31merror\x1b[0m") {
		t.Errorf("no color: %q", out)
	}
}

// A place outside of the file has no excerpt.
func TestNoExcerpt(t *testing.T) {
	if lines := people(t, "f()\n", 70, 80, Style{}); strings.Contains(strings.Join(lines, "\n"), "^") {
		t.Errorf("got %q", lines)
	}
}

package fix_test

import (
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/permvet/permvet/internal/driver/finding"
	"github.com/permvet/permvet/internal/driver/fix"
)

// edit replaces the nth occurrence (from 1) of old in the file.
func edit(t *testing.T, name, old string, nth int, new string) finding.Edit {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	at := -1
	for range nth {
		i := strings.Index(string(text)[at+1:], old)
		if i < 0 {
			t.Fatalf("%s does not hold %q %d times", name, old, nth)
		}
		at += 1 + i
	}
	pos := func(offset int) token.Position {
		before := string(text[:offset])
		return token.Position{
			Filename: name, Offset: offset,
			Line: 1 + strings.Count(before, "\n"), Column: offset - strings.LastIndexByte(before, '\n'),
		}
	}
	return finding.Edit{Span: finding.Span{Start: pos(at), End: pos(at + len(old))}, New: new}
}

func one(edits ...finding.Edit) finding.Finding {
	return finding.Finding{Fixes: []finding.Fix{{Edits: edits}}}
}

func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

var names = map[string]string{"os": "os", "example.com/go-thing/v2": "thing", "fmt": "fmt"}

func plan(t *testing.T, name string, findings ...finding.Finding) (*fix.Plan, []bool, string) {
	t.Helper()
	p, fixed := fix.New(findings, names, anywhere)
	if len(p.Files) > 1 || len(p.Files) == 1 && p.Files[0].Name != name {
		t.Fatalf("the plan changes %d files: %+v", len(p.Files), p.Files)
	}
	if len(p.Files) == 0 {
		return p, fixed, ""
	}
	return p, fixed, string(p.Files[0].New)
}

const twoCalls = `package p

import "os"

func f() { os.Chmod("a", 0777); os.Chmod("b", 0777) }
`

func TestIdenticalEditsMerge(t *testing.T) {
	name := write(t, "x.go", twoCalls)
	first := edit(t, name, "0777", 1, "0600")
	p, fixed, text := plan(t, name, one(first), one(first, edit(t, name, "0777", 2, "0640")))
	if p.Applied != 2 || p.Conflicts != 0 || !fixed[0] || !fixed[1] {
		t.Errorf("plan %+v, fixed %v", p, fixed)
	}
	if want := strings.Replace(strings.Replace(twoCalls, "0777", "0600", 1), "0777", "0640", 1); text != want {
		t.Errorf("got\n%s\nwant\n%s", text, want)
	}
}

// A fix goes in whole or not at all: its second edit conflicts, so its first must not be there.
func TestAllOrNothing(t *testing.T) {
	name := write(t, "x.go", twoCalls)
	p, fixed, text := plan(t, name,
		one(edit(t, name, "0777", 2, "0600")),
		one(edit(t, name, "0777", 1, "0640"), edit(t, name, `"b", 0777`, 1, `"c", 0600`)))
	if p.Applied != 1 || p.Conflicts != 1 || !fixed[0] || fixed[1] {
		t.Errorf("plan %+v, fixed %v", p, fixed)
	}
	if strings.Contains(text, "0640") {
		t.Errorf("half of a fix was applied:\n%s", text)
	}
}

// Two insertions at one place have no order: which comes first could matter.
func TestInsertionsConflict(t *testing.T) {
	name := write(t, "x.go", twoCalls)
	insert := func(text string) finding.Finding {
		e := edit(t, name, "os.Chmod", 1, text)
		e.End = e.Start
		return one(e)
	}
	p, _, text := plan(t, name, insert("g(); "), insert("h(); "), insert("g(); "))
	if p.Conflicts != 1 || strings.Count(text, "g()") != 1 || strings.Contains(text, "h()") {
		t.Errorf("plan %+v:\n%s", p, text)
	}
}

func TestInsertionBesideReplacement(t *testing.T) {
	name := write(t, "x.go", twoCalls)
	after := edit(t, name, "0777", 1, "|1")
	after.Start = after.End
	p, _, text := plan(t, name, one(edit(t, name, "0777", 1, "0600")), one(after))
	if p.Conflicts != 0 || !strings.Contains(text, "0600|1)") {
		t.Errorf("plan %+v:\n%s", p, text)
	}
}

func TestImports(t *testing.T) {
	const source = `package p

import (
	"example.com/go-thing/v2"
	"fmt"
	sys "os"
	_ "os"
)

func f() { fmt.Println(sys.Args, thing.X) }

func g(thing int) int { return thing }
`
	name := write(t, "x.go", source)
	for _, test := range []struct {
		old, new  string
		gone, yet []string
	}{
		{"sys.Args, thing.X", "1", []string{"thing/v2", `sys "os"`}, []string{`_ "os"`, `"fmt"`}},
		{"sys.Args", "1", []string{`sys "os"`}, []string{"thing/v2", `"fmt"`}},
		// The name of an import can be used for something else; that does not count.
		{"thing.X", "func(sys int) int { return sys }(1)", []string{"thing/v2"}, []string{`sys "os"`}},
		// An import that nothing used before is not this fix's business.
		{"thing int) int { return thing", "a int) int { return a", nil, []string{"thing/v2", "sys", "fmt"}},
	} {
		_, _, text := plan(t, name, one(edit(t, name, test.old, 1, test.new)))
		for _, s := range test.gone {
			if strings.Contains(text, s) {
				t.Errorf("%q → %q leaves %s:\n%s", test.old, test.new, s, text)
			}
		}
		for _, s := range test.yet {
			if !strings.Contains(text, s) {
				t.Errorf("%q → %q removes %s:\n%s", test.old, test.new, s, text)
			}
		}
	}
}

func TestChangedMeanwhile(t *testing.T) {
	name := write(t, "x.go", twoCalls)
	e := edit(t, name, "0777", 1, "0600")
	if err := os.WriteFile(name, []byte("package p\n\n"+twoCalls[10:]), 0o600); err != nil {
		t.Fatal(err)
	}
	p, fixed, text := plan(t, name, one(e))
	if text != "" || fixed[0] || len(p.Troubles) != 1 || !strings.Contains(p.Troubles[0], "changed while it was analyzed") {
		t.Errorf("plan %+v:\n%s", p, text)
	}
}

func TestWriteOnlyWhatWasRead(t *testing.T) {
	name := write(t, "x.go", twoCalls)
	p, _ := fix.New([]finding.Finding{one(edit(t, name, "0777", 1, "0600"))}, names, anywhere)
	if err := os.WriteFile(name, []byte("package edited\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	err := p.Files[0].Write()
	if err == nil || !strings.Contains(err.Error(), "changed in the meantime") {
		t.Errorf("got %v", err)
	}
	if text, _ := os.ReadFile(name); string(text) != "package edited\n" {
		t.Errorf("the edit of another was lost: %s", text)
	}
	if left, _ := os.ReadDir(filepath.Dir(name)); len(left) != 1 {
		t.Errorf("temporary files stay: %v", left)
	}
}

func TestLineEndings(t *testing.T) {
	name := write(t, "x.go", strings.ReplaceAll(twoCalls, "\n", "\r\n"))
	_, _, text := plan(t, name, one(edit(t, name, "0777", 1, "0600")))
	want := strings.ReplaceAll(strings.Replace(twoCalls, "0777", "0600", 1), "\n", "\r\n")
	if text != want {
		t.Errorf("got %q, want %q", text, want)
	}
}

func anywhere(string) bool { return true }

// Files that belong to others stay as they are, whatever the fix would do to files beside them.
func TestForeignFiles(t *testing.T) {
	name := write(t, "x.go", twoCalls)
	p, fixed := fix.New([]finding.Finding{one(edit(t, name, "0777", 1, "0600"))}, names, func(f string) bool { return f != name })
	if len(p.Files) != 0 || fixed[0] || p.Foreign != 1 || p.Applied != 0 {
		t.Errorf("plan %+v", p)
	}
}

package antest

import (
	"fmt"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"text/scanner"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
)

// A place is a line of a file.
type place struct {
	file string
	line int
}

func placeOf(pos token.Position) place { return place{pos.Filename, pos.Line} }

func (p place) String() string {
	return fmt.Sprintf("%s:%d", relative(p.file), p.line)
}

func relative(name string) string {
	if wd, err := os.Getwd(); err == nil {
		if rel, err := filepath.Rel(wd, name); err == nil {
			return rel
		}
	}
	return name
}

// An expectation is one string of a want comment: of a diagnostic, of a fact if
// it has the name of an object, or of a related place of a diagnostic of the
// line if it is called related.
type expectation struct {
	name string
	rx   *regexp.Regexp
}

func (e expectation) String() string {
	switch e.name {
	case "":
		return fmt.Sprintf("diagnostic matching %#q", e.rx)
	case relatedName:
		return fmt.Sprintf("related place matching %#q", e.rx)
	}
	return fmt.Sprintf("fact of %s matching %#q", e.name, e.rx)
}

// checkWants compares the diagnostics and facts of act with its comments.
func (r *round) checkWants(act *checker.Action) {
	r.t.Helper()
	fset := act.Package.Fset
	wants := r.collectWants(act)
	for _, d := range act.Diagnostics {
		at := placeOf(fset.PositionFor(d.Pos, false))
		r.consume(wants, at, "", line(act, d))
		r.checkRelated(wants, at, act, d)
	}
	for _, f := range act.AllPackageFacts() {
		if f.Package == act.Package.Types {
			pos := fset.PositionFor(act.Package.Syntax[0].Package, false)
			r.consume(wants, place{pos.Filename, 1}, "package", fmt.Sprint(f.Fact))
		}
	}
	for _, f := range act.AllObjectFacts() {
		if f.Object.Pkg() == act.Package.Types {
			r.consume(wants, placeOf(fset.PositionFor(f.Object.Pos(), false)), f.Object.Name(), fmt.Sprint(f.Fact))
		}
	}
	var missing []string
	for at, list := range wants {
		for _, e := range list {
			missing = append(missing, fmt.Sprintf("%s: no %s", at, e))
		}
	}
	slices.Sort(missing)
	for _, m := range missing {
		r.errorf("%s", m)
	}
}

// checkRelated compares the related places of a finding with the expectations of
// its line, where it has any.
func (r *round) checkRelated(wants map[place][]expectation, at place, act *checker.Action, d analysis.Diagnostic) {
	r.t.Helper()
	wanted := slices.ContainsFunc(wants[at], func(e expectation) bool { return e.name == relatedName })
	for _, rel := range d.Related {
		if !rel.Pos.IsValid() || rel.Message == "" {
			r.errorf("%s: the related place %q has no position or no message", at, rel.Message)
		}
		if wanted {
			r.consume(wants, at, relatedName, r.relatedText(act, rel))
		}
	}
}

// relatedName marks expectations of related places.
const relatedName = "related"

// relatedText writes a related place as its file, the text of its line and its
// message: "lib.go: os.Chmod(p, 0o666): the mode is applied here".
func (r *round) relatedText(act *checker.Action, rel analysis.RelatedInformation) string {
	pos := act.Package.Fset.PositionFor(rel.Pos, false)
	text, err := os.ReadFile(pos.Filename)
	lines := strings.Split(string(text), "\n")
	if err != nil || pos.Line > len(lines) {
		return fmt.Sprintf("%s: ?: %s", filepath.Base(pos.Filename), rel.Message)
	}
	code, _, _ := strings.Cut(lines[pos.Line-1], "//")
	return fmt.Sprintf("%s: %s: %s", filepath.Base(pos.Filename), strings.TrimSpace(code), rel.Message)
}

// consume takes the expectation that text fulfils off the list.
func (r *round) consume(wants map[place][]expectation, at place, name, text string) {
	r.t.Helper()
	list := wants[at]
	for i, e := range list {
		if e.name == name && e.rx.MatchString(text) {
			wants[at] = slices.Delete(list, i, i+1)
			return
		}
	}
	if name != "" && name != relatedName {
		text = "fact of " + name + ": " + text
	}
	r.errorf("%s: unexpected %s", at, text)
}

func (r *round) collectWants(act *checker.Action) map[place][]expectation {
	r.t.Helper()
	wants := make(map[place][]expectation)
	for _, f := range act.Package.Syntax {
		for _, group := range f.Comments {
			for _, c := range group.List {
				text, ok := wantText(c.Text)
				if !ok {
					continue
				}
				at := placeOf(act.Package.Fset.PositionFor(c.Pos(), false))
				delta, list, err := parseWants(text)
				if err != nil {
					r.errorf("%s: want comment: %v", at, err)
				}
				at.line += delta
				wants[at] = append(wants[at], list...)
			}
		}
	}
	return wants
}

// wantText returns what follows "want" in a comment. It may come after other
// text, as in "//go:build x // want …".
func wantText(comment string) (string, bool) {
	text := strings.TrimSuffix(comment[2:], "*/")
	if i := strings.Index(text, "// want"); i >= 0 {
		text = text[i+len("//"):]
	}
	rest, ok := strings.CutPrefix(strings.TrimSpace(text), "want")
	return rest, ok && rest != "" && strings.Contains(" \t+\"`:", rest[:1])
}

// parseWants parses: [+N] { "rx" | name:"rx" }.
func parseWants(text string) (delta int, list []expectation, err error) {
	var sc scanner.Scanner
	sc.Init(strings.NewReader(text))
	sc.Mode = scanner.ScanIdents | scanner.ScanStrings | scanner.ScanRawStrings | scanner.ScanInts
	sc.Error = func(_ *scanner.Scanner, msg string) { err = fmt.Errorf("%s", msg) }
	for tok := sc.Scan(); err == nil && tok != scanner.EOF; tok = sc.Scan() {
		var name string
		switch tok {
		case '+':
			if sc.Scan() != scanner.Int {
				return 0, nil, fmt.Errorf("want a number after +, got %s", sc.TokenText())
			}
			delta, err = strconv.Atoi(sc.TokenText())
			continue
		case scanner.Ident:
			name = sc.TokenText()
			if sc.Scan() != ':' {
				return 0, nil, fmt.Errorf("want : after %s, got %s", name, sc.TokenText())
			}
			tok = sc.Scan()
		}
		if tok != scanner.String && tok != scanner.RawString {
			return 0, nil, fmt.Errorf("want a quoted regular expression, got %q", sc.TokenText())
		}
		e := expectation{name: name}
		if e.rx, err = compileQuoted(sc.TokenText()); err == nil {
			list = append(list, e)
		}
	}
	if err == nil && len(list) == 0 {
		err = fmt.Errorf("nothing is wanted")
	}
	return delta, list, err
}

func compileQuoted(quoted string) (*regexp.Regexp, error) {
	pattern, err := strconv.Unquote(quoted)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", quoted, err)
	}
	return regexp.Compile(pattern)
}

// checkAllBuilt fails for files with expectations that none of the chosen
// operating systems builds: nobody compared them.
func checkAllBuilt(t testing.TB, dir string, pkgs []string, built map[string]bool) {
	t.Helper()
	for _, pkg := range pkgs {
		names, err := filepath.Glob(filepath.Join(dir, pkg, "*.go"))
		if err != nil {
			t.Errorf("%v", err)
		}
		for _, name := range names {
			abs, err := filepath.Abs(name)
			if err != nil {
				t.Errorf("%v", err)
			}
			text, err := os.ReadFile(name)
			if err != nil {
				t.Errorf("%v", err)
			}
			if !built[abs] && strings.Contains(string(text), "// want") {
				t.Errorf("%s has expectations, but no chosen GOOS builds it: add antest.GOOS", name)
			}
		}
	}
}

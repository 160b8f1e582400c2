package report_test

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/permvet/permvet/internal/antest"
	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/internal/settings"
)

// toy reports identifiers by how their names begin.
var toy = toyThat(judgeNames)

var (
	errorKind   = report.Kind{ID: "error", Level: report.Error}
	warningKind = report.Kind{ID: "warning", Level: report.Warning}
	noteKind    = report.Kind{ID: "note", Level: report.Note}
	placeKind   = report.Kind{ID: "place", Level: report.Warning}
)

func toyThat(judge func(*analysis.Pass, *report.Reporter) error) *analysis.Analyzer {
	return report.NewCheck(report.Check{
		Name: "toy", Doc: "// # Analyzer toy\n//\n// toy: report names\npackage toy", Run: judge,
		Kinds: []report.Kind{errorKind, warningKind, noteKind, placeKind},
	})
}

func judgeNames(pass *analysis.Pass, r *report.Reporter) error {
	for id := range pass.TypesInfo.Defs { // in no order: the reporter sorts
		f := report.Finding{Pos: id.Pos(), End: id.End(), Message: id.Name}
		switch {
		case id.Name == "errorTwice":
			f.Kind, f.Level = errorKind, report.Warning
			r.Report(f)
			f.Level, f.Message = report.Error, "errorTwice (gravest)"
			r.Report(f)
		case strings.HasPrefix(id.Name, "error"):
			f.Kind = errorKind
		case strings.HasPrefix(id.Name, "warning"):
			f.Kind = warningKind
		case strings.HasPrefix(id.Name, "note"):
			f.Kind = noteKind
		case strings.HasPrefix(id.Name, "inTest"):
			f.Kind = placeKind
			f.Message = fmt.Sprint(id.Name, " ", r.InTest(id.Pos()))
		default:
			continue
		}
		r.Report(f)
	}
	return nil
}

func TestStrict(t *testing.T) {
	actions := antest.With(antest.Strict()).Run(t, toy, "found")
	var reasons []string
	for _, s := range actions[0].Result.(*report.Result).Suppressed {
		reasons = append(reasons, s.Level.String()+" "+s.Reason)
	}
	want := "error it is meant so, error it is meant so, error one reason, warning another reason, note it is meant so"
	if got := strings.Join(reasons, ", "); got != want {
		t.Errorf("suppressed: %s, want %s", got, want)
	}
	for i, d := range actions[0].Diagnostics {
		if i > 0 && d.Pos < actions[0].Diagnostics[i-1].Pos && d.Category != report.UnusedIgnore {
			t.Errorf("%q is reported after what follows it", d.Message)
		}
	}
}

// Without -strict there are no notes, not about unused directives either: one
// may be there for a note.
func TestNotStrict(t *testing.T) {
	for _, d := range run(t, judgeNames, "package p\nvar noteHere, errorHere int //permvet:ignore toy/note it is fine\n").diagnostics {
		if d.Category != "error" {
			t.Errorf("reported: %s", d.Message)
		}
	}
}

func TestGeneratedFilesAreSkipped(t *testing.T) {
	antest.With(antest.Strict()).Run(t, toy, "generated")
}

func TestInTest(t *testing.T) {
	antest.Run(t, toy, "testutil", "helpers")
}

// outcome is what a pass over one file did.
type outcome struct {
	diagnostics []analysis.Diagnostic
	result      *report.Result
	err         error
}

// run runs a judge over a file, without a driver.
func run(t *testing.T, judge func(*analysis.Pass, *report.Reporter) error, src string) outcome {
	t.Helper()
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "p.go", src, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	info := &types.Info{Defs: make(map[*ast.Ident]types.Object)}
	pkg, err := new(types.Config).Check("example.org/p", fset, []*ast.File{f}, info)
	if err != nil {
		t.Fatal(err)
	}
	var out outcome
	policy, err := settings.Settings{}.Compile(nil)
	if err != nil {
		t.Fatal(err)
	}
	pass := &analysis.Pass{
		ResultOf: map[*analysis.Analyzer]any{settings.Analyzer: policy},
		Analyzer: report.Analyzer, Fset: fset, Files: []*ast.File{f}, Pkg: pkg, TypesInfo: info,
		Report: func(d analysis.Diagnostic) { out.diagnostics = append(out.diagnostics, d) },
	}
	shared, err := report.Analyzer.Run(pass)
	if err != nil {
		t.Fatal(err)
	}
	pass.Analyzer = toy
	pass.ResultOf = map[*analysis.Analyzer]any{report.Analyzer: shared}
	result, err := toyThat(judge).Run(pass)
	out.err = err
	if result != nil {
		out.result = result.(*report.Result)
	}
	return out
}

func TestDiagnostic(t *testing.T) {
	out := run(t, judgeNames, "package p\nvar errorHere int\n")
	if out.err != nil || len(out.diagnostics) != 1 {
		t.Fatalf("got %+v", out)
	}
	d := out.diagnostics[0]
	if want := "https://github.com/permvet/permvet/blob/main/docs/checks/toy.md#error"; d.URL != want || d.Category != "error" {
		t.Errorf("got category %q and URL %q", d.Category, d.URL)
	}
	if got, ok := out.result.Level(d); got != report.Error || !ok {
		t.Errorf("level: got %q", got)
	}
	d.Message = "another"
	if got, ok := out.result.Level(d); ok {
		t.Errorf("level of a diagnostic that was not reported: got %q", got)
	}
}

func TestMergedFindingsKeepTheirRelatedPlaces(t *testing.T) {
	judge := func(pass *analysis.Pass, r *report.Reporter) error {
		pos := pass.Files[0].Package
		for i, level := range []report.Level{report.Warning, report.Error, report.Warning} {
			r.Report(report.Finding{
				Kind: placeKind, Level: level, Pos: pos, Message: level.String(),
				Related: []analysis.RelatedInformation{{Pos: pos, Message: fmt.Sprint("place ", i%2)}},
			})
		}
		return nil
	}
	out := run(t, judge, "package p")
	if len(out.diagnostics) != 1 || out.diagnostics[0].Message != "error" || len(out.diagnostics[0].Related) != 2 {
		t.Errorf("got %+v", out.diagnostics)
	}
}

// The first of a habit's findings that is not suppressed speaks for the others,
// and its fix is for all of them.
func TestHabit(t *testing.T) {
	judge := func(pass *analysis.Pass, r *report.Reporter) error {
		for id := range pass.TypesInfo.Defs {
			if !strings.HasPrefix(id.Name, "wide") {
				continue
			}
			f := report.Finding{Kind: warningKind, Pos: id.Pos(), End: id.End(), Message: id.Name, Again: "again " + id.Name}
			if id.Name != "wideFree" {
				f.Fixes = []analysis.SuggestedFix{{Message: "Narrow it", TextEdits: []analysis.TextEdit{{Pos: id.Pos(), End: id.End(), NewText: []byte("narrow")}}}}
			}
			r.Report(f)
		}
		return nil
	}
	const src = "package p\nvar wideTold int //permvet:ignore toy it is meant so\nvar wideA, wideFree, wideB int\n"
	out := run(t, judge, src)
	if len(out.diagnostics) != 1 || len(out.result.Suppressed) != 1 {
		t.Fatalf("got %+v", out)
	}
	d := out.diagnostics[0]
	if d.Message != "wideA (and in 2 more places of this package)" {
		t.Errorf("got %q", d.Message)
	}
	if len(d.Related) != 2 || d.Related[0].Message != "again wideFree" || d.Related[1].Message != "again wideB" {
		t.Errorf("got %+v", d.Related)
	}
	var edits []int
	for _, fix := range d.SuggestedFixes {
		edits = append(edits, len(fix.TextEdits))
	}
	if want := []int{2}; !slices.Equal(edits, want) {
		t.Errorf("fixes with %v edits, want %v", edits, want)
	}
	if got := run(t, judge, "package p\nvar wideA int\n").diagnostics; len(got) != 1 || got[0].Message != "wideA" || len(got[0].SuggestedFixes) != 1 {
		t.Errorf("one alone: got %+v", got)
	}
}

// Of several calls that lead to one mistake the gravest finding speaks.
func TestCause(t *testing.T) {
	judge := func(pass *analysis.Pass, r *report.Reporter) error {
		for id := range pass.TypesInfo.Defs {
			f := report.Finding{Kind: errorKind, Level: report.Warning, Pos: id.Pos(), End: id.End(), Message: id.Name, Cause: pass.Files[0].Package}
			switch id.Name {
			case "grave":
				f.Level = report.Error
			case "alone":
				f.Cause = token.NoPos
			case "p":
				continue
			}
			r.Report(f)
		}
		return nil
	}
	out := run(t, judge, "package p\nvar told int //permvet:ignore toy it is meant so\nvar one, grave, three, alone int\n")
	var messages []string
	for _, d := range out.diagnostics {
		messages = append(messages, d.Message)
	}
	if want := []string{"grave", "alone"}; !slices.Equal(messages, want) {
		t.Fatalf("got %q, want %q", messages, want)
	}
	if rel := out.diagnostics[0].Related; len(rel) != 2 || rel[0].Message != "likewise through this call" || len(out.diagnostics[1].Related) != 0 {
		t.Errorf("got %+v", rel)
	}
}

func TestMistakesOfACheck(t *testing.T) {
	for want, judge := range map[string]func(*analysis.Pass, *report.Reporter) error{
		"toy: internal error in package example.org/p: runtime error: index out of range [1] with length 0 (report_test.TestMistakesOfACheck.": func(*analysis.Pass, *report.Reporter) error {
			var list []string
			return errors.New(list[len(list)+1])
		},
		"toy: package example.org/p: cannot judge": func(*analysis.Pass, *report.Reporter) error {
			return errors.New("cannot judge")
		},
		`toy: finding "error" has no position in package example.org/p: m`: func(_ *analysis.Pass, r *report.Reporter) error {
			r.Report(report.Finding{Kind: errorKind, Message: "m"})
			return nil
		},
		`toy: finding "note" has no position`: func(_ *analysis.Pass, r *report.Reporter) error {
			r.Report(report.Finding{Kind: noteKind, Pos: 1 << 30, Message: "m"})
			return nil
		},
		`toy: finding "strange" is not among the kinds of the check: m`: func(pass *analysis.Pass, r *report.Reporter) error {
			r.Report(report.Finding{Kind: report.Kind{ID: "strange"}, Pos: pass.Files[0].Package, Message: "m"})
			return nil
		},
	} {
		if out := run(t, judge, "package p"); out.err == nil || !strings.HasPrefix(out.err.Error(), want) {
			t.Errorf("got error %v, want %s", out.err, want)
		}
	}
}

func TestMissingRequires(t *testing.T) {
	forgetful := *toy
	forgetful.Requires = nil
	pass := &analysis.Pass{Analyzer: &forgetful, Fset: token.NewFileSet(), Pkg: types.NewPackage("example.org/p", "p")}
	if _, err := forgetful.Run(pass); err == nil || !strings.Contains(err.Error(), "report.Analyzer is missing from Requires") {
		t.Errorf("got error %v", err)
	}
}

func TestSystems(t *testing.T) {
	for goos, unix := range map[string]bool{"linux": true, "darwin": true, "freebsd": true, "windows": false, "plan9": false, "wasip1": false} {
		if report.Unix.Has(goos) != unix || !report.Everywhere.Has(goos) {
			t.Errorf("%s: Unix %t, want %t", goos, report.Unix.Has(goos), unix)
		}
	}
}

func TestLevelString(t *testing.T) {
	if report.Note >= report.Warning || report.Warning >= report.Error {
		t.Error("levels are out of order")
	}
	if got := fmt.Sprint(report.Note, report.Warning, report.Error, report.Level(9)); got != "note warning error level(9)" {
		t.Errorf("got %s", got)
	}
}

package antest

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/permvet/permvet/internal/report"
)

// A recorder is a testing.TB that keeps the failures to itself.
type recorder struct {
	testing.TB
	failures []string
}

func (r *recorder) Errorf(format string, args ...any) {
	r.failures = append(r.failures, fmt.Sprintf(format, args...))
}

func (r *recorder) Fatalf(format string, args ...any) {
	r.Errorf(format, args...)
	runtime.Goexit()
}

// failuresOf runs a test and returns what it complains about.
func failuresOf(t *testing.T, test func(testing.TB)) string {
	t.Helper()
	r := &recorder{TB: t}
	done := make(chan struct{})
	go func() {
		defer close(done)
		test(r)
	}()
	<-done
	return strings.Join(r.failures, "\n")
}

func wantFailure(t *testing.T, substr string, test func(testing.TB)) {
	t.Helper()
	if got := failuresOf(t, test); !strings.Contains(got, substr) {
		t.Errorf("got failures %q, want one about %q", got, substr)
	}
}

// modes returns an analyzer that finds the literal 0o666 as an argument and
// offers the given texts in its place.
func modes(fixes ...string) *analysis.Analyzer {
	return &analysis.Analyzer{
		Name: "modes",
		Doc:  "find 0o666",
		Run: func(pass *analysis.Pass) (any, error) {
			for _, f := range pass.Files {
				ast.Inspect(f, func(n ast.Node) bool {
					lit, ok := n.(*ast.BasicLit)
					if !ok || lit.Value != "0o666" {
						return true
					}
					d := analysis.Diagnostic{Pos: lit.Pos(), End: lit.End(), Category: "wide", Message: "mode 0o666"}
					for _, text := range fixes {
						d.SuggestedFixes = append(d.SuggestedFixes, analysis.SuggestedFix{
							Message:   "use " + text,
							TextEdits: []analysis.TextEdit{{Pos: lit.Pos(), End: lit.End(), NewText: []byte(text)}},
						})
					}
					pass.Report(d)
					return true
				})
			}
			return nil, nil
		},
	}
}

func TestPasses(t *testing.T) {
	RunFixes(t, modes("0o600"), "modes")
	RunFixes(t, modes("0o600", "0o640"), "alternatives")
	Run(t, modes(), "fake")
	With(GOOS("linux", "darwin")).Run(t, modes(), "darwin")
}

func TestUnexpectedAndMissing(t *testing.T) {
	run := func(t testing.TB) { Run(t, modes(), "unwanted") }
	wantFailure(t, "unwanted.go:6: unexpected mode 0o666", run)
	wantFailure(t, "unwanted.go:9: no diagnostic matching `nothing here`", run)
}

func TestLostFixFails(t *testing.T) {
	wantFailure(t, "modes.go.golden was not compared", func(t testing.TB) { RunFixes(t, modes(), "modes") })
}

func TestGoldenWithoutFindingFails(t *testing.T) {
	wantFailure(t, "noedit.go.golden was not compared", func(t testing.TB) { RunFixes(t, modes("0o600"), "noedit") })
}

func TestLostAlternativeFails(t *testing.T) {
	wantFailure(t, `section "use 0o640" was not compared`, func(t testing.TB) {
		RunFixes(t, modes("0o600"), "alternatives")
	})
}

func TestUncheckedAlternativeFails(t *testing.T) {
	wantFailure(t, `no section for the alternative "use 0o644"`, func(t testing.TB) {
		RunFixes(t, modes("0o600", "0o640", "0o644"), "alternatives")
	})
}

func TestNoGoldenFails(t *testing.T) {
	wantFailure(t, "no golden in levels", func(t testing.TB) { RunFixes(t, modes("0o600"), "levels") })
	wantFailure(t, "has no golden", func(t testing.TB) { RunFixes(t, modes("0o600"), "modes", "unwanted") })
}

func TestWrongTextFails(t *testing.T) {
	wantFailure(t, "got  \treturn os.WriteFile(\"a\", nil, 0o600)", func(t testing.TB) {
		RunFixes(t, modes("0o600"), "wrongtext")
	})
}

func TestFixThatDoesNotCompileFails(t *testing.T) {
	wantFailure(t, "fixed text does not compile", func(t testing.TB) { RunFixes(t, modes("undefined"), "modes") })
	wantFailure(t, "fixed text does not parse", func(t testing.TB) { RunFixes(t, modes("((("), "modes") })
}

func TestFixThatDoesNotCloseTheHoleFails(t *testing.T) {
	wantFailure(t, "still found, or new, after -fix: mode 0o666", func(t testing.TB) {
		RunFixes(t, modes("0o666 "), "modes")
	})
}

func TestTypeErrorFails(t *testing.T) {
	wantFailure(t, "test package does not compile", func(t testing.TB) { Run(t, modes(), "typeerror") })
}

func TestFileThatNoGOOSBuildsFails(t *testing.T) {
	wantFailure(t, "a_darwin.go has expectations, but no chosen GOOS builds it", func(t testing.TB) {
		With(GOOS("linux")).Run(t, modes(), "darwin")
	})
}

// isWide is a fact indicating that a function is called Wide.
type isWide struct{ Why string }

func (*isWide) AFact()           {}
func (f *isWide) String() string { return "isWide" }

// lossy is a fact with a part that does not travel.
type lossy struct {
	Why   string
	place int
}

func (*lossy) AFact()           {}
func (f *lossy) String() string { return fmt.Sprint("isWide", f.place) }

func wideFunctions(fact, empty analysis.Fact) *analysis.Analyzer {
	return &analysis.Analyzer{
		Name:      "wide",
		Doc:       "find calls of Wide",
		FactTypes: []analysis.Fact{fact},
		Run: func(pass *analysis.Pass) (any, error) {
			for id, obj := range pass.TypesInfo.Defs {
				if fn, ok := obj.(*types.Func); ok && id.Name == "Wide" {
					pass.ExportObjectFact(fn, fact)
				}
			}
			for _, f := range pass.Files {
				ast.Inspect(f, func(n ast.Node) bool {
					if call, ok := n.(*ast.CallExpr); ok {
						if fn := typeutil.StaticCallee(pass.TypesInfo, call); fn != nil && pass.ImportObjectFact(fn, empty) {
							pass.ReportRangef(call, "call of a wide function")
						}
					}
					return true
				})
			}
			return nil, nil
		},
	}
}

func TestFactsTravel(t *testing.T) {
	Run(t, wideFunctions(&isWide{Why: "name"}, new(isWide)), "facts", "calls")
	if got := RoundTrip(t, &isWide{Why: "name"}); got.Why != "name" {
		t.Errorf("RoundTrip: got %+v", got)
	}
}

func TestFactThatIsLostFails(t *testing.T) {
	wantFailure(t, "antest.lossy.place is not exported", func(t testing.TB) {
		Run(t, wideFunctions(&lossy{"name", 1}, new(lossy)), "facts", "calls")
	})
}

func TestFactTypes(t *testing.T) {
	for _, bad := range []any{
		struct{ M map[string]int }{},
		struct{ A any }{},
		struct{ Nested []struct{ hidden int } }{},
		struct{ F func() }{},
		struct{ P *ast.BasicLit }{}, // holds a token.Pos
	} {
		if factTypeError(reflect.TypeOf(bad), map[reflect.Type]bool{}) == nil {
			t.Errorf("%T is accepted as a fact", bad)
		}
	}
	type list struct {
		Name string
		Next *list
	}
	for _, good := range []any{struct{}{}, struct{ A, B []string }{}, list{}} {
		if err := factTypeError(reflect.TypeOf(good), map[reflect.Type]bool{}); err != nil {
			t.Errorf("%T: %v", good, err)
		}
	}
}

var (
	wide    = report.Kind{ID: "wide", Level: report.Error}
	ignored = report.Kind{ID: "ignored", Level: report.Warning}
	narrow  = report.Kind{ID: "narrow", Level: report.Note}
)

// levels reports an error, a note, and a warning on 0o666.
var levels = report.NewCheck(report.Check{
	Name: "levels", Doc: "// # Analyzer levels\n//\n// levels: report at every level\npackage levels",
	Kinds: []report.Kind{wide, ignored, narrow},
	Run: func(pass *analysis.Pass, r *report.Reporter) error {
		for id := range pass.TypesInfo.Defs {
			switch id.Name {
			case "wide":
				r.Report(report.Finding{Kind: wide, Pos: id.Pos(), Message: "wide is declared"})
			case "ignored":
				r.Report(report.Finding{Kind: ignored, Pos: id.Pos(), Message: "ignored is declared"})
			case "narrow":
				r.Report(report.Finding{Kind: narrow, Pos: id.Pos(), Message: "narrow is declared"})
			}
		}
		return nil
	},
})

func TestLevelsAndFlags(t *testing.T) {
	Run(t, levels, "levels")
	wantFailure(t, "unexpected note: narrow is declared (levels/narrow)", func(t testing.TB) {
		With(Strict()).Run(t, levels, "levels")
	})
	Run(t, levels, "levels") // strict is off again
	wantFailure(t, "has no flag -nonsense", func(t testing.TB) {
		With(Flag(report.Analyzer, "nonsense", "1")).Run(t, levels, "levels")
	})
}

func TestParseWants(t *testing.T) {
	for text, want := range map[string]string{
		` "a" x:"b"`:       "0 [diagnostic matching `a` fact of x matching `b`]",
		" +2 `c`":          "2 [diagnostic matching `c`]",
		` "a`:              "error",
		` x "b"`:           "error",
		` "("`:             "error",
		``:                 "error",
		` + "x"`:           "error",
		` "a", "b"`:        "error",
		" \"a\" `b` \"c\"": "0 [diagnostic matching `a` diagnostic matching `b` diagnostic matching `c`]",
	} {
		delta, list, err := parseWants(text)
		got := fmt.Sprint(delta, list)
		if err != nil {
			got = "error"
		}
		if got = strings.ReplaceAll(got, "0[", "0 ["); strings.ReplaceAll(got, " ", "") != strings.ReplaceAll(want, " ", "") {
			t.Errorf("parseWants(%q) = %s (%v), want %s", text, got, err, want)
		}
	}
}

func TestApplyEdits(t *testing.T) {
	const src = "0123456789"
	for _, test := range []struct {
		edits []edit
		want  string
	}{
		{nil, src},
		{[]edit{{2, 4, "x"}, {0, 0, "a"}}, "a01x456789"},
		{[]edit{{0, 0, "a"}, {0, 0, "a"}}, "a0123456789"}, // the same import twice
		{[]edit{{0, 0, "a"}, {0, 0, "b"}}, "ab0123456789"},
		{[]edit{{2, 4, ""}, {4, 5, "y"}}, "01y56789"},
		{[]edit{{2, 5, ""}, {4, 6, "y"}}, "conflict"},
	} {
		got, err := applyEdits([]byte(src), test.edits)
		if err != nil {
			got = []byte("conflict")
		}
		if string(got) != test.want {
			t.Errorf("%v: got %s, want %s", test.edits, got, test.want)
		}
	}
}

// related points from each function to the last one, or to where at says.
func related(at func(*ast.FuncDecl) token.Pos) *analysis.Analyzer {
	return &analysis.Analyzer{
		Name: "related",
		Doc:  "point from functions to the last",
		Run: func(pass *analysis.Pass) (any, error) {
			decls := pass.Files[0].Decls
			for _, d := range decls {
				rel := analysis.RelatedInformation{Pos: at(decls[len(decls)-1].(*ast.FuncDecl)), Message: "before this"}
				name := d.(*ast.FuncDecl).Name
				pass.Report(analysis.Diagnostic{Pos: name.Pos(), Message: name.Name + " is declared", Related: []analysis.RelatedInformation{rel}})
			}
			return nil, nil
		},
	}
}

func TestRelated(t *testing.T) {
	Run(t, related(func(f *ast.FuncDecl) token.Pos { return f.Pos() }), "related")
	wantFailure(t, "no related place matching", func(t testing.TB) {
		Run(t, related(func(f *ast.FuncDecl) token.Pos { return f.Pos() - 60 }), "related")
	})
	wantFailure(t, "no position", func(t testing.TB) {
		Run(t, related(func(f *ast.FuncDecl) token.Pos { return token.NoPos }), "related")
	})
}

package antest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"
)

// Dump analyses all test packages below the Config's directory and returns all
// that was found and every fact, a line each: what may not change by a move.
func (c Config) Dump(t testing.TB, as ...*analysis.Analyzer) []string {
	t.Helper()
	defer c.setFlags(t)()
	var lines []string
	for _, goos := range c.gooses {
		pkgs, err := load(goos, c.dir, []string{"..."}, nil)
		if err != nil {
			t.Fatal(err)
		}
		pkgs = slices.DeleteFunc(pkgs, func(p *packages.Package) bool { return p.IllTyped })
		for _, l := range DumpPackages(t, pkgs, as...) {
			lines = append(lines, goos+" "+l)
		}
	}
	return lines
}

// DumpPackages is Dump for packages that are loaded already.
func DumpPackages(t testing.TB, pkgs []*packages.Package, as ...*analysis.Analyzer) []string {
	t.Helper()
	graph, err := checker.Analyze(as, pkgs, nil)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for act := range graph.All() {
		if act.Err != nil {
			t.Errorf("%s: %v", act, act.Err)
		}
		if act.IsRoot {
			for _, d := range act.Diagnostics {
				lines = append(lines, dumpDiagnostic(act, d))
			}
		}
		for _, f := range act.AllObjectFacts() {
			if f.Object.Pkg() == act.Package.Types {
				lines = append(lines, fmt.Sprintf("fact %s %s: %s", act.Package.ID, f.Object, f.Fact))
			}
		}
		for _, f := range act.AllPackageFacts() {
			if f.Package == act.Package.Types {
				lines = append(lines, fmt.Sprintf("fact %s: %s", act.Package.ID, f.Fact))
			}
		}
	}
	for i, l := range lines {
		lines[i] = strings.ReplaceAll(l, "\n", `\n`)
	}
	slices.Sort(lines)
	return slices.Compact(lines)
}

func dumpDiagnostic(act *checker.Action, d analysis.Diagnostic) string {
	at := func(p place) string { return p.String() }
	fset := act.Package.Fset
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s", at(placeOf(fset.Position(d.Pos))), line(act, d))
	for _, r := range d.Related {
		fmt.Fprintf(&b, " | related %s: %s", at(placeOf(fset.Position(r.Pos))), r.Message)
	}
	for _, f := range d.SuggestedFixes {
		fmt.Fprintf(&b, " | fix %q", f.Message)
		for _, e := range f.TextEdits {
			fmt.Fprintf(&b, " %s-%d %q", fset.Position(e.Pos), fset.Position(e.End).Offset, e.NewText)
		}
	}
	return b.String()
}

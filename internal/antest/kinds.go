package antest

import (
	"go/types"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"
)

// Kinds analyses all test packages below the Config's directory and tells
// which kinds of finding (categories) were reported, and at which places.
// Packages that are not for a GOOS, because they do not compile for it, are
// left out there. With blind set, the packages know nothing of what the test packages that
// they import do: a finding that is missing then was made across packages.
func (c Config) Kinds(t testing.TB, a *analysis.Analyzer, blind bool) map[string][]string {
	t.Helper()
	defer c.setFlags(t)()
	if blind {
		defer forgetful(a, "/"+filepath.ToSlash(c.testdata())+"/")()
	}
	found := make(map[string][]string)
	for _, goos := range c.gooses {
		pkgs, err := load(goos, c.dir, []string{"..."}, nil)
		if err != nil {
			t.Fatal(err)
		}
		pkgs = slices.DeleteFunc(pkgs, func(p *packages.Package) bool { return p.IllTyped })
		r := &round{t: t, analyzer: a, goos: goos}
		for _, act := range r.judge(pkgs) {
			for _, d := range act.Diagnostics {
				found[d.Category] = append(found[d.Category], act.Package.Fset.Position(d.Pos).String())
			}
		}
	}
	return found
}

// testdata is the part of the Config's directory that import paths show too.
func (c Config) testdata() string {
	if i := strings.Index(filepath.ToSlash(c.dir), "testdata"); i >= 0 {
		return c.dir[i:]
	}
	return c.dir
}

// forgetful makes all analyzers that a needs lose the facts about packages
// with a path that contains part, until restore is called.
func forgetful(a *analysis.Analyzer, part string) (restore func()) {
	var undo []func()
	seen := make(map[*analysis.Analyzer]bool)
	var visit func(*analysis.Analyzer)
	visit = func(a *analysis.Analyzer) {
		if seen[a] {
			return
		}
		seen[a] = true
		for _, req := range a.Requires {
			visit(req)
		}
		if len(a.FactTypes) == 0 {
			return
		}
		run := a.Run
		undo = append(undo, func() { a.Run = run })
		a.Run = func(pass *analysis.Pass) (any, error) { return run(withoutFacts(pass, part)) }
	}
	visit(a)
	return func() {
		for _, f := range undo {
			f()
		}
	}
}

func withoutFacts(pass *analysis.Pass, part string) *analysis.Pass {
	blind := *pass
	forgotten := func(path string) bool { return path != pass.Pkg.Path() && strings.Contains(path, part) }
	blind.ImportObjectFact = func(obj types.Object, fact analysis.Fact) bool {
		return !(obj.Pkg() != nil && forgotten(obj.Pkg().Path())) && pass.ImportObjectFact(obj, fact)
	}
	blind.ImportPackageFact = func(pkg *types.Package, fact analysis.Fact) bool {
		return !forgotten(pkg.Path()) && pass.ImportPackageFact(pkg, fact)
	}
	return &blind
}

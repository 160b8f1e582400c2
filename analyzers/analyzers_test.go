package analyzers_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/permvet/permvet/analyzers"
	"github.com/permvet/permvet/internal/meta"
)

// TestRegistry refuses a pass without a registry row, documentation or tests,
// and a registry out of order.
func TestRegistry(t *testing.T) {
	suite := analyzers.Suite()
	var names []string
	for _, c := range suite.Checks {
		names = append(names, c.Name())
		checkEntry(t, c)
	}
	if !slices.IsSorted(names) || len(slices.Compact(slices.Clone(names))) != len(names) {
		t.Errorf("the registry is not sorted or has doubles: %v", names)
	}
	dirs, err := filepath.Glob("../passes/*/doc.go")
	if err != nil || len(dirs) == 0 {
		t.Fatalf("no passes found: %v", err)
	}
	for _, d := range dirs {
		name := filepath.Base(filepath.Dir(d))
		if name != "effects" && !slices.Contains(names, name) {
			t.Errorf("passes/%s is not in the registry", name)
		}
	}
	if err := analysis.Validate(suite.Analyzers()); err != nil {
		t.Error(err)
	}
}

func checkEntry(t *testing.T, c meta.Check) {
	t.Helper()
	dir := filepath.Join("..", "passes", c.Name())
	for _, must := range []string{"doc.go", "testdata/src"} {
		if _, err := os.Stat(filepath.Join(dir, must)); err != nil {
			t.Errorf("check %s has no %s", c.Name(), must)
		}
	}
	if tests, _ := filepath.Glob(filepath.Join(dir, "*_test.go")); len(tests) == 0 {
		t.Errorf("check %s has no test", c.Name())
	}
	if c.Title == "" || c.Doc == "" || len(c.Kinds) == 0 {
		t.Errorf("check %s lacks a title, documentation or kinds", c.Name())
	}
	seen := map[string]bool{}
	for _, k := range c.Kinds {
		if k.ID == "" || k.Level == 0 || k.Since == "" || k.Summary == "" || seen[k.ID] {
			t.Errorf("check %s: kind %q lacks a level, a version or a summary, or is double", c.Name(), k.ID)
		}
		seen[k.ID] = true
	}
}

// TestTogether runs all checks over one load of many test packages, as a
// driver does: side by side. With -race it shows what they share.
func TestTogether(t *testing.T) {
	pkgs, err := packages.Load(&packages.Config{Mode: packages.LoadAllSyntax, Dir: ".."},
		"./passes/effects/testdata/src/...", "./passes/chmodrace/testdata/src/...", "./passes/umask/testdata/src/...", "./passes/archivemode/testdata/src/...")
	if err != nil {
		t.Fatal(err)
	}
	var as []*analysis.Analyzer
	for _, c := range analyzers.Suite().Checks {
		as = append(as, c.Analyzer)
	}
	var sound []*packages.Package
	for _, p := range pkgs {
		if len(p.Errors) == 0 && !p.IllTyped {
			sound = append(sound, p)
		}
	}
	g, err := checker.Analyze(as, sound, nil)
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, act := range g.Roots {
		if act.Err != nil {
			t.Error(act.Err)
		}
		found += len(act.Diagnostics)
	}
	if found == 0 {
		t.Errorf("nothing is found in %d packages", len(sound))
	}
}

package analyzers_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"golang.org/x/tools/go/analysis"

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
		if k.ID == "" || k.Summary == "" || seen[k.ID] {
			t.Errorf("check %s: kind %q lacks a summary or is double", c.Name(), k.ID)
		}
		seen[k.ID] = true
	}
}

package layers

import (
	"fmt"
	"go/types"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
)

// maxKnot bounds the files of a package that all depend on one another: who
// changes one of them must know the others.
var maxKnot = map[string]int{
	"passes/effects":               12,
	"passes/effects/internal/eval": 12,
	"passes/effects/internal/flow": 1,
}

// TestKnots measures the largest strongly connected component of files inside
// each package of the engine. A file depends on another if it uses anything that
// is declared there: a function, a method, a type, a field.
func TestKnots(t *testing.T) {
	pkgs, err := packages.Load(&packages.Config{Mode: packages.NeedName | packages.NeedSyntax | packages.NeedTypes | packages.NeedTypesInfo | packages.NeedFiles | packages.NeedImports, Dir: "../.."},
		"./passes/effects/...")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pkgs {
		name := strings.TrimPrefix(p.PkgPath, module)
		if len(p.Errors) > 0 || p.TypesInfo == nil || strings.Contains(name, "testdata") {
			continue
		}
		limit, listed := maxKnot[name]
		if !listed {
			t.Errorf("package %s is not in maxKnot", name)
		}
		knot := largestKnot(filesOf(p))
		t.Logf("%s: %d files, largest knot %d: %s", name, len(p.Syntax), len(knot), strings.Join(knot, " "))
		if len(knot) > limit {
			t.Errorf("%s: %d files depend on one another, at most %d may: %s", name, len(knot), limit, strings.Join(knot, " "))
		}
	}
}

// filesOf maps each file of a package to those that it uses.
func filesOf(p *packages.Package) map[string]map[string]bool {
	uses := make(map[string]map[string]bool)
	for _, f := range p.Syntax {
		uses[filepath.Base(p.Fset.Position(f.Pos()).Filename)] = make(map[string]bool)
	}
	for id, obj := range p.TypesInfo.Uses {
		if obj.Pkg() != p.Types || !declared(obj, p.Types) {
			continue
		}
		from, to := filepath.Base(p.Fset.Position(id.Pos()).Filename), filepath.Base(p.Fset.Position(obj.Pos()).Filename)
		if from != to {
			uses[from][to] = true
		}
	}
	return uses
}

// declared reports whether an object belongs to the package rather than to one
// of its functions.
func declared(obj types.Object, pkg *types.Package) bool {
	switch obj := obj.(type) {
	case *types.Var:
		return obj.IsField() || obj.Parent() == pkg.Scope()
	case *types.Func:
		return true
	}
	return obj.Parent() == pkg.Scope()
}

// largestKnot returns the largest set of nodes that all reach one another.
func largestKnot(graph map[string]map[string]bool) []string {
	reach := make(map[string]map[string]bool)
	for from := range graph {
		seen := make(map[string]bool)
		var visit func(string)
		visit = func(n string) {
			for to := range graph[n] {
				if !seen[to] {
					seen[to] = true
					visit(to)
				}
			}
		}
		visit(from)
		reach[from] = seen
	}
	var largest []string
	for _, a := range slices.Sorted(maps.Keys(graph)) {
		knot := []string{a}
		for _, b := range slices.Sorted(maps.Keys(graph)) {
			if a != b && reach[a][b] && reach[b][a] {
				knot = append(knot, b)
			}
		}
		if len(knot) > len(largest) {
			largest = knot
		}
	}
	return largest
}

func TestLargestKnot(t *testing.T) {
	graph := map[string]map[string]bool{"a": {"b": true}, "b": {"c": true}, "c": {"b": true, "d": true}, "d": {}}
	if got := fmt.Sprint(largestKnot(graph)); got != "[b c]" {
		t.Errorf("got %s", got)
	}
}

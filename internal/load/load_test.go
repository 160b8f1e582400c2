package load_test

import (
	"context"
	"errors"
	"go/ast"
	"go/types"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/permvet/permvet/internal/load"
)

// unpack writes a txtar archive into a fresh directory.
func unpack(t testing.TB, archive string) string {
	t.Helper()
	dir := t.TempDir()
	for _, f := range txtar.Parse([]byte(archive)).Files {
		name := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, f.Data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func mustList(t testing.TB, cfg load.Config, patterns ...string) *load.Graph {
	t.Helper()
	cfg.Env = append(os.Environ(), "GOFLAGS=", "GOPROXY=off", "GOWORK=off")
	g, err := load.List(t.Context(), cfg, patterns...)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// mustLoad type-checks the whole graph, with bodies where they matter.
func mustLoad(t testing.TB, cfg load.Config, patterns ...string) *load.Graph {
	t.Helper()
	g := mustList(t, cfg, patterns...)
	for _, p := range g.Packages {
		g.Check(p, p.Bodies)
	}
	return g
}

func find(t *testing.T, g *load.Graph, id string) *load.Package {
	t.Helper()
	for _, p := range g.Packages {
		if p.ID == id {
			return p
		}
	}
	t.Fatalf("there is no package %s", id)
	return nil
}

// wantPackages compares the roots that could be loaded with a list of IDs.
func wantPackages(t *testing.T, g *load.Graph, want ...string) {
	t.Helper()
	var got []string
	for _, p := range g.Roots {
		if p.Problem != nil {
			continue
		}
		got = append(got, p.ID)
		if p.Types == nil || !p.Types.Complete() || p.TypesInfo == nil || p.Fset == nil || p.TypesSizes == nil || p.IllTyped || len(p.Syntax) == 0 {
			t.Errorf("%s is not ready for analysis: %+v", p.ID, p)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("packages: got %q, want %q", got, want)
	}
}

// wantProblems compares the problems, with paths relative to dir, with the given ones.
func wantProblems(t *testing.T, g *load.Graph, dir string, want ...string) {
	t.Helper()
	var got []string
	for _, p := range problems(g) {
		got = append(got, strings.ReplaceAll(p.String(), dir+string(filepath.Separator), ""))
	}
	if !slices.Equal(got, want) {
		t.Errorf("problems:\n got %q\nwant %q", got, want)
	}
}

func problems(g *load.Graph) []load.Problem {
	list := slices.Clone(g.Unmatched)
	for _, p := range g.Roots {
		if p.Problem != nil {
			list = append(list, *p.Problem)
		}
	}
	return load.SortProblems(list)
}

// body finds the body of a function in the syntax of p, nil if it was left out.
func body(t *testing.T, p *load.Package, name string) *ast.BlockStmt {
	t.Helper()
	for _, f := range p.Syntax {
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Name.Name == name {
				return fn.Body
			}
		}
	}
	t.Fatalf("%s has no function %s", p.ID, name)
	return nil
}

const twoPackages = `
-- go.mod --
module example.com/m
go 1.26
-- m.go --
package m

import "example.com/m/dep"

func F() error { return dep.Save("x") }
-- m_test.go --
package m

import "testing"

func TestF(t *testing.T) { _ = F() }
-- x_test.go --
package m_test

import (
	"testing"

	"example.com/m"
)

func TestX(t *testing.T) { _ = m.F() }
-- dep/dep.go --
package dep

import (
	"example.com/m/mid"
	"example.com/m/pure"
)

func Save(name string) error { pure.Nothing(); return mid.Save(name) }
-- mid/mid.go --
package mid

import "os"

func Save(name string) error { return os.WriteFile(name, nil, 0o666) }
-- pure/pure.go --
package pure

import "strings"

func Nothing() { _ = strings.ToUpper("x") }
`

func TestTestVariants(t *testing.T) {
	dir := unpack(t, twoPackages)
	res := mustLoad(t, load.Config{Dir: dir, Tests: true}, ".")
	wantPackages(t, res, "example.com/m", "example.com/m [example.com/m.test]", "example.com/m_test [example.com/m.test]")
	wantProblems(t, res, dir)
	wantPackages(t, mustLoad(t, load.Config{Dir: dir}, "."), "example.com/m")
}

func TestBodiesWhereFactsCanArise(t *testing.T) {
	dir := unpack(t, twoPackages)
	g := mustLoad(t, load.Config{Dir: dir, Source: func(path string) bool { return path == "os" }}, ".")

	if body(t, find(t, g, "example.com/m/dep"), "Save") == nil {
		t.Error("dep reaches os through mid, but its bodies are gone")
	}
	mid := find(t, g, "example.com/m/mid")
	if body(t, mid, "Save") == nil {
		t.Error("mid imports os, but its bodies are gone")
	}
	if find(t, g, "example.com/m/pure").Bodies {
		t.Error("pure reaches nothing that matters, but has bodies")
	}
	if body(t, find(t, g, "os"), "Exit") == nil {
		t.Error("os.Exit has no body: control flow does not know that it never returns")
	}
	for call := range maps.Keys(mid.TypesInfo.Types) {
		if call, ok := call.(*ast.CallExpr); ok && mid.TypesInfo.TypeOf(call).String() != "error" {
			t.Errorf("the call in mid.Save has type %s", mid.TypesInfo.TypeOf(call))
		}
	}
	if !find(t, mustList(t, load.Config{Dir: dir}, "."), "example.com/m/pure").Bodies {
		t.Error("without Source every dependency counts, but pure has no bodies")
	}
}

// Objects of a dependency must be the same for all its importers: facts hang on them.
func TestOneObjectForAll(t *testing.T) {
	dir := unpack(t, twoPackages)
	g := mustLoad(t, load.Config{Dir: dir, Tests: true}, "./...")
	var saves []types.Object
	for _, p := range g.Roots {
		if dep := p.Deps["example.com/m/dep"]; dep != nil {
			if g.PackageOf(dep.Types) != dep {
				t.Errorf("the types of %s lead to %v", dep.ID, g.PackageOf(dep.Types))
			}
			saves = append(saves, dep.Types.Scope().Lookup("Save"))
		}
	}
	if len(saves) != 2 || saves[0] != saves[1] {
		t.Errorf("m and its test variant see different dep.Save: %v", saves)
	}
}

// A package and its test variant share the syntax of their files until both have forgotten it.
func TestForget(t *testing.T) {
	g := mustList(t, load.Config{Dir: unpack(t, twoPackages), Tests: true}, ".")
	for _, p := range g.Packages {
		g.Check(p, p.Bodies)
	}
	plain, variant := find(t, g, "example.com/m"), find(t, g, "example.com/m [example.com/m.test]")
	if plain.Syntax[0] != variant.Syntax[0] {
		t.Error("m.go was parsed twice")
	}
	first := plain.Syntax[0]
	g.Forget(plain)
	if plain.Syntax != nil || plain.Types == nil {
		t.Error("Forget drops the syntax and keeps the types")
	}
	if g.Check(plain, true); plain.Syntax[0] != first {
		t.Error("the variant still needs m.go, but it is gone")
	}
	g.Forget(variant)
	if g.Check(plain, true); plain.Syntax[0] == first {
		t.Error("nobody needs m.go, but it is still there")
	}
}

const broken = `
-- go.mod --
module example.com/b
go 1.26
-- ok/ok.go --
package ok
-- syntax/syntax.go --
package syntax

func F( {
-- types/types.go --
package types

var X int = "one"
var Y int = "two"

func Z() int { return 1 }
-- types/types_test.go --
package types
-- missing/missing.go --
package missing

import "example.org/absent"

var X = absent.X
-- uses/uses.go --
package uses

import "example.com/b/types"

var X = types.Z()
-- clash/a.go --
package a
-- clash/b.go --
package b
-- cycle/cycle.go --
package cycle

import "example.com/b/cycle/two"

var X = two.X
-- cycle/two/two.go --
package two

import "example.com/b/cycle"

var X = cycle.X
-- nogo/README --
Nothing here.
`

func TestBrokenPackages(t *testing.T) {
	dir := unpack(t, broken)
	res := mustLoad(t, load.Config{Dir: dir, Tests: true}, "./ok", "./syntax", "./types", "./missing", "./uses", "./clash", "./cycle")
	wantPackages(t, res, "example.com/b/ok", "example.com/b/uses")
	wantProblems(t, res, dir,
		"found packages a (a.go) and b (b.go) in clash (example.com/b/clash is not analyzed until it compiles)",
		"import cycle not allowed: import stack: [example.com/b/cycle example.com/b/cycle/two example.com/b/cycle] (example.com/b/cycle is not analyzed until it compiles)",
		"missing/missing.go:3:8: could not import example.org/absent (no required module provides package example.org/absent; to add it: go get example.org/absent) (example.com/b/missing is not analyzed until it compiles)",
		"syntax/syntax.go:3:9: expected ')', found '{' (example.com/b/syntax is not analyzed until it compiles)",
		`types/types.go:3:13: cannot use "one" (untyped string constant) as int value in variable declaration (example.com/b/types is not analyzed until it compiles)`,
	)
}

func TestPatterns(t *testing.T) {
	dir := unpack(t, broken)
	for pattern, want := range map[string]string{
		"./none/...":             "pattern ./none/...: lstat ./none/: no such file",
		"./nogo/...":             "./nogo/...: matches no packages",
		"./nogo":                 "no Go files in",
		"./none":                 "directory not found",
		"example.com/b/none":     "no required module provides package",
		"example.com/b/none/...": "example.com/b/none/...: matches no packages",
		"nosuchstd":              "package nosuchstd is not in std",
		"./ok/ok.txt":            "x",
	} {
		res := mustLoad(t, load.Config{Dir: dir}, "./ok", pattern)
		wantPackages(t, res, "example.com/b/ok")
		if got := problems(res); len(got) != 1 || !strings.Contains(got[0].String(), want) || strings.Contains(got[0].String(), "\n") {
			t.Errorf("%s: got problems %q, want one line with %q", pattern, got, want)
		}
	}
}

func TestCgoWithoutCompiler(t *testing.T) {
	dir := unpack(t, `
-- go.mod --
module example.com/c
go 1.26
-- c.go --
package c

// #include "there_is_no_such_header.h"
import "C"
import "os"

type handle struct{ h C.handle }

var global = C.global

func Untyped() { C.call(C.int(1)) }

func Typed() error { return os.Chmod("x", 0o777) }
`)
	res := mustLoad(t, load.Config{Dir: dir}, ".")
	wantPackages(t, res, "example.com/c")
	wantProblems(t, res, dir)
	p := res.Roots[0]
	if body(t, p, "Typed") == nil {
		t.Error("a function without C lost its body")
	}
	if body(t, p, "Untyped") != nil {
		t.Error("a function of unknown types kept its body")
	}
}

func TestCancel(t *testing.T) {
	dir := unpack(t, twoPackages)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := load.List(ctx, load.Config{Dir: dir}, ".")
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}

func TestNoModule(t *testing.T) {
	_, err := load.List(t.Context(), load.Config{Dir: unpack(t, "-- go.mod --\nmodul x\n")}, "./...")
	if err == nil || strings.Contains(err.Error(), "\n") || !strings.Contains(err.Error(), "go.mod:1: unknown directive") {
		t.Errorf("got %v, want one line about line 1 of go.mod", err)
	}
}

// What cgo declares for every program has types; what is said of C besides is no error.
func TestCgoOnTrust(t *testing.T) {
	dir := unpack(t, `
-- go.mod --
module example.com/c
go 1.26
-- c.go --
package c

// typedef struct { int n; } rec;
import "C"
import (
	"os"
	"unsafe"
)

func Known(name string) error {
	s := C.CString(name)
	defer C.free(unsafe.Pointer(s))
	n := C.int(len(C.GoString(s))) + C.int(1)
	p := C.malloc(C.size_t(n) * C.ulong(2))
	_ = C.GoBytes(p, n)
	return os.Chmod(name, 0o777)
}

func Unknown(r *C.rec) int {
	var x C.struct_other
	a := []*C.rec{r}
	a[0].n = x.y
	v, err := C.open(C.long(3))
	if err != nil || v == C.MAX {
		return 1
	}
	return int(r.n)
}
-- flags.go --
package c

// #cgo LDFLAGS: -lm
import "C"
-- wrong/w.go --
package wrong

import "C"

var X int = "one"
`)
	res := mustLoad(t, load.Config{Dir: dir}, "./...")
	wantPackages(t, res, "example.com/c")
	wantProblems(t, res, dir, `wrong/w.go:5:13: cannot use "one" (untyped string constant) as int value in variable declaration (example.com/c/wrong is not analyzed until it compiles)`)
	p := find(t, res, "example.com/c")
	if body(t, p, "Known") == nil {
		t.Error("the types of Known are known, but it lost its body")
	}
	if len(p.Untyped) != 1 || p.Untyped[0].Name.Name != "Unknown" || p.Untyped[0].Body == nil {
		t.Errorf("functions of unknown types: %v", p.Untyped)
	}
}

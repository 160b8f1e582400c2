package flow_test

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"testing"

	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/ssa/ssautil"

	"github.com/permvet/permvet/passes/effects/internal/flow"
)

const source = `package p

func a() error
func b()
func c()
func cond() bool

func straight() { a(); b() }

func branch() { if cond() { a() } else { b() }; c() }

func loop() { for cond() { a(); b() }; c() }

func failed() error { if err := a(); err != nil { return err }; b(); return nil }

func left() error { if err := a(); err != nil { return err }; if cond() { return nil }; b(); return nil }

type Error = error

func alias() Error { var err Error; if err = a(); err != nil { return err }; b(); return nil }

func never() { if false { a() }; b() }
`

// calls returns the calls of a, b and c in a function.
func calls(t *testing.T, pkg *ssa.Package, name string) (a, b, c ssa.CallInstruction) {
	t.Helper()
	for _, blk := range pkg.Func(name).Blocks {
		for _, in := range blk.Instrs {
			call, ok := in.(ssa.CallInstruction)
			if !ok {
				continue
			}
			switch call.Common().StaticCallee().Name() {
			case "a":
				a = call
			case "b":
				b = call
			case "c":
				c = call
			}
		}
	}
	return a, b, c
}

func build(t *testing.T) *ssa.Package {
	t.Helper()
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "p.go", source, 0)
	if err != nil {
		t.Fatal(err)
	}
	pkg, _, err := ssautil.BuildPackage(&types.Config{Importer: importer.Default()}, fset, types.NewPackage("p", "p"), []*ast.File{f}, 0)
	if err != nil {
		t.Fatal(err)
	}
	return pkg
}

func TestTime(t *testing.T) {
	pkg, g := build(t), new(flow.Graphs)
	for _, tt := range []struct {
		fn                         string
		abLeads, baLeads, abDomine bool
	}{
		{"straight", true, false, true},
		{"branch", false, false, false},
		{"loop", true, true, true},
		{"failed", true, false, true},
	} {
		a, b, _ := calls(t, pkg, tt.fn)
		if got := g.Leads(a, b); got != tt.abLeads {
			t.Errorf("%s: a leads to b: %v", tt.fn, got)
		}
		if got := g.Leads(b, a); got != tt.baLeads {
			t.Errorf("%s: b leads to a: %v", tt.fn, got)
		}
		if got := g.Dominates(a, b); got != tt.abDomine {
			t.Errorf("%s: a dominates b: %v", tt.fn, got)
		}
		if g.Dominates(b, a) || g.Dominates(a, a) {
			t.Errorf("%s: b dominates a, or a itself", tt.fn)
		}
	}
	a, _, c := calls(t, pkg, "branch")
	if !g.Leads(a, c) || g.Dominates(a, c) {
		t.Error("branch: a may run before c, and need not")
	}
	other, _, _ := calls(t, pkg, "straight")
	if g.Leads(other, c) || g.Dominates(other, c) {
		t.Error("calls of two functions have no order")
	}
}

func TestEscapes(t *testing.T) {
	pkg, g := build(t), new(flow.Graphs)
	for fn, want := range map[string]bool{"straight": false, "failed": false, "alias": false, "left": true} {
		a, b, _ := calls(t, pkg, fn)
		if got := g.Escapes(a, func(in ssa.Instruction) bool { return in == b }); got != want {
			t.Errorf("%s: a path without b: %v, want %v", fn, got, want)
		}
	}
}

func TestOrder(t *testing.T) {
	pkg := build(t)
	a, b, _ := calls(t, pkg, "never")
	seen := map[*ssa.BasicBlock]bool{}
	for _, blk := range flow.Order(pkg.Func("never")) {
		seen[blk] = true
	}
	if a != nil && seen[a.Block()] || !seen[b.Block()] {
		t.Error("what a constant rules out is left out, and nothing else")
	}
}

func TestGuards(t *testing.T) {
	pkg := build(t)
	a, b, c := calls(t, pkg, "branch")
	ga, gb := flow.Guards(a.Block()), flow.Guards(b.Block())
	if len(ga) != 1 || len(gb) != 1 || !ga[0].Holds || gb[0].Holds || ga[0].Cond != gb[0].Cond {
		t.Errorf("a runs under %v, b under %v", ga, gb)
	}
	if got := flow.Guards(c.Block()); len(got) != 0 {
		t.Errorf("c runs under %v", got)
	}
}

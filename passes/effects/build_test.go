package effects

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/ctrlflow"
)

// A package that the SSA builder cannot take, because its types are not
// complete, is named, with what to do.
func TestUnbuildable(t *testing.T) {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "p.go", `package p; import "os"; func f() { os.Create("x") }`, 0)
	if err != nil {
		t.Fatal(err)
	}
	info := &types.Info{Uses: map[*ast.Ident]types.Object{}, Defs: map[*ast.Ident]types.Object{}}
	conf := types.Config{Importer: importer.ForCompiler(fset, "source", nil)}
	pkg, err := conf.Check("example.org/p", fset, []*ast.File{f}, info)
	if err != nil {
		t.Fatal(err)
	}
	pass := &analysis.Pass{Fset: fset, Files: []*ast.File{f}, Pkg: pkg, TypesInfo: info,
		ResultOf: map[*analysis.Analyzer]any{ctrlflow.Analyzer: new(ctrlflow.CFGs)}}
	_, built, _, err := buildSSA(pass)
	if err == nil || built != nil {
		t.Fatalf("built %v, error %v", built, err)
	}
	if msg := err.Error(); !strings.Contains(msg, "package example.org/p is not checked") || !strings.Contains(msg, "go build") || strings.Contains(msg, "\n") {
		t.Errorf("got %q", msg)
	}
}

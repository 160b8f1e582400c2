package antest

import (
	"go/ast"
	"go/types"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/buildssa"
	"golang.org/x/tools/go/analysis/passes/ctrlflow"
)

// The bodies of the standard library are left out, but what is known from
// them about functions that never return must not be, and SSA must be built
// of all of it without a crash: a provider with facts runs everywhere.
func TestNoReturnIsKnown(t *testing.T) {
	a := &analysis.Analyzer{
		Name:      "noreturn",
		Doc:       "find functions that never return",
		Requires:  []*analysis.Analyzer{ctrlflow.Analyzer, buildssa.Analyzer},
		FactTypes: []analysis.Fact{new(isWide)},
		Run: func(pass *analysis.Pass) (any, error) {
			cfgs := pass.ResultOf[ctrlflow.Analyzer].(*ctrlflow.CFGs)
			for _, f := range pass.Files {
				for _, decl := range f.Decls {
					if fn, ok := decl.(*ast.FuncDecl); ok && cfgs.NoReturn(pass.TypesInfo.Defs[fn.Name].(*types.Func)) {
						pass.ReportRangef(fn, "never returns")
					}
				}
			}
			return nil, nil
		},
	}
	With(GOOS("linux", "windows")).Run(t, a, "noreturn")
}

func TestDependenciesAreLoadedOnce(t *testing.T) {
	typesOf := func() *types.Package {
		pkgs, err := load("linux", "testdata/src", []string{"modes"}, nil)
		if err != nil {
			t.Fatal(err)
		}
		return pkgs[0].Imports["os"].Types
	}
	if first, second := typesOf(), typesOf(); first != second {
		t.Error("package os was type-checked twice")
	}
}

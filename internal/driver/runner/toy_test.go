package runner_test

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/permvet/permvet/internal/meta"
)

// prints is a fact: the function prints its parameter Index.
type prints struct{ Index int }

func (*prints) AFact() {}

// total is a fact on a package: how many numbers it and what it imports print.
type total struct{ Prints int }

func (*total) AFact() {}

// toySuite reports the constants that are printed, directly or through functions that print a parameter.
func toySuite() meta.Suite {
	numbers := &analysis.Analyzer{
		Name: "numbers", Doc: "numbers that are printed",
		FactTypes: []analysis.Fact{new(prints), new(total)},
		Run:       runToy,
	}
	return meta.Suite{Checks: []meta.Check{{Analyzer: numbers, Kinds: []meta.Kind{{ID: "printed", Level: meta.Warning}}}}}
}

func runToy(pass *analysis.Pass) (any, error) {
	sum := total{}
	for _, imp := range pass.Pkg.Imports() {
		var t total
		if pass.ImportPackageFact(imp, &t) {
			sum.Prints += t.Prints
		}
	}
	eachCall(pass, func(fn *types.Func, arg ast.Expr, _ *ast.CallExpr) {
		sum.Prints++
		params := fn.Signature().Params()
		for i := range params.Len() {
			if id, ok := arg.(*ast.Ident); ok && pass.TypesInfo.Uses[id] == params.At(i) {
				pass.ExportObjectFact(fn, &prints{i})
			}
		}
	})
	pass.ExportPackageFact(&sum)
	eachCall(pass, func(_ *types.Func, arg ast.Expr, call *ast.CallExpr) {
		tv := pass.TypesInfo.Types[arg]
		if tv.Value == nil || tv.Value.Kind() != constant.Int {
			return
		}
		d := analysis.Diagnostic{
			Pos: arg.Pos(), End: arg.End(), Category: "printed",
			Message: fmt.Sprintf("%s is printed, one of %d", tv.Value, sum.Prints),
		}
		if callee := typeutil.StaticCallee(pass.TypesInfo, call); callee != nil {
			d.Message += " by " + callee.FullName()
		}
		pass.Report(d)
	})
	return nil, nil
}

// eachCall calls f for each call that prints an argument, with the function that it stands in.
func eachCall(pass *analysis.Pass, f func(fn *types.Func, arg ast.Expr, call *ast.CallExpr)) {
	for _, file := range pass.Files {
		for _, decl := range file.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok {
				continue
			}
			ast.Inspect(fn, func(n ast.Node) bool {
				if call, ok := n.(*ast.CallExpr); ok {
					if i := printed(pass, call); i >= 0 && i < len(call.Args) {
						f(pass.TypesInfo.Defs[fn.Name].(*types.Func), call.Args[i], call)
					}
				}
				return true
			})
		}
	}
}

// printed returns the index of the argument that a call prints, or -1.
func printed(pass *analysis.Pass, call *ast.CallExpr) int {
	if id, ok := call.Fun.(*ast.Ident); ok && id.Name == "println" {
		return 0
	}
	var fact prints
	if fn := typeutil.StaticCallee(pass.TypesInfo, call); fn != nil && pass.ImportObjectFact(fn.Origin(), &fact) {
		return fact.Index
	}
	return -1
}

package effects

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"

	"github.com/permvet/permvet/internal/value"
	"github.com/permvet/permvet/passes/effects/internal/eval"
	"golang.org/x/tools/go/analysis"
)

// This file tells the values of variables of packages that need no SSA.

// onlyVariables reports whether a package has exported variables with values and
// no function that could change them: a package of settings. Its SSA is small.
func onlyVariables(pass *analysis.Pass) bool {
	if isStd(pass.Pkg.Path()) {
		return false
	}
	found := false
	for _, f := range pass.Files {
		for _, d := range f.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				return false
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					if v, ok := spec.(*ast.ValueSpec); ok && d.Tok == token.VAR && len(v.Values) > 0 {
						found = found || hasExported(v.Names)
					}
				}
			}
		}
	}
	return found
}

func hasExported(names []*ast.Ident) bool {
	for _, n := range names {
		if n.IsExported() {
			return true
		}
	}
	return false
}

// exportConstants writes the facts of exported variables that have a constant
// value and that no function of the package changes.
func exportConstants(pass *analysis.Pass) {
	if isStd(pass.Pkg.Path()) {
		return
	}
	values := make(map[*types.Var]constant.Value)
	for _, f := range pass.Files {
		for _, d := range f.Decls {
			if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.VAR {
				constantValues(pass, g, values)
			}
		}
	}
	if len(values) == 0 {
		return
	}
	for _, f := range pass.Files {
		dropChanged(pass, f, values)
	}
	for v, c := range values {
		switch {
		case eval.IsText(v.Type()) && c.Kind() == constant.String && constant.StringVal(c) != "":
			pass.ExportObjectFact(v, &Global{Path: value.Lit(constant.StringVal(c))})
		case eval.Width(v.Type()) > 1:
			if n, ok := uintOf(c); ok {
				pass.ExportObjectFact(v, &Global{Word: value.Trunc(value.Const(n), eval.Width(v.Type()))})
			}
		}
	}
}

func constantValues(pass *analysis.Pass, g *ast.GenDecl, values map[*types.Var]constant.Value) {
	for _, spec := range g.Specs {
		vs := spec.(*ast.ValueSpec)
		for i, name := range vs.Names {
			v, ok := pass.TypesInfo.Defs[name].(*types.Var)
			if !ok || !v.Exported() || len(vs.Values) != len(vs.Names) {
				continue
			}
			if c := pass.TypesInfo.Types[vs.Values[i]].Value; c != nil {
				values[v] = c
			}
		}
	}
}

// dropChanged forgets the variables that a file assigns to or takes the address
// of.
func dropChanged(pass *analysis.Pass, f *ast.File, values map[*types.Var]constant.Value) {
	drop := func(x ast.Expr) {
		if id, ok := ast.Unparen(x).(*ast.Ident); ok {
			if v, ok := pass.TypesInfo.Uses[id].(*types.Var); ok {
				delete(values, v)
			}
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for _, x := range n.Lhs {
				drop(x)
			}
		case *ast.IncDecStmt:
			drop(n.X)
		case *ast.UnaryExpr:
			if n.Op == token.AND {
				drop(n.X)
			}
		case *ast.RangeStmt:
			drop(n.Key)
			drop(n.Value)
		case *ast.SelectorExpr:
			drop(n.X) // a method may have the variable as its receiver
		}
		return true
	})
}

// uintOf returns the bits of an integer constant.
func uintOf(c constant.Value) (uint64, bool) {
	if c.Kind() != constant.Int {
		return 0, false
	}
	if u, ok := constant.Uint64Val(c); ok {
		return u, true
	}
	i, ok := constant.Int64Val(c)
	return uint64(i), ok
}

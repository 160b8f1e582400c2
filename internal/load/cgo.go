package load

import (
	"go/ast"
	"go/constant"
	"go/types"
	"slices"
)

func importsC(file *ast.File) bool {
	for _, spec := range file.Imports {
		if spec.Path.Value == `"C"` {
			return true
		}
	}
	return false
}

// dropUntypedBodies returns the files without the bodies of functions that use more of "C" than is known, and those
// functions as they are written. Nothing is known about the types in them, and SSA construction expects every
// expression to have one.
func dropUntypedBodies(files []*ast.File, info *types.Info) (kept []*ast.File, dropped []*ast.FuncDecl) {
	if !slices.ContainsFunc(files, importsC) {
		return files, nil
	}
	for _, file := range files { // constants that C defines are used in other files too
		clone := *file // the original is shared with the test variant
		var untyped []*ast.FuncDecl
		clone.Decls, untyped = typedDecls(file.Decls, info)
		kept = append(kept, &clone)
		dropped = append(dropped, untyped...)
	}
	return kept, dropped
}

func typedDecls(decls []ast.Decl, info *types.Info) (kept []ast.Decl, dropped []*ast.FuncDecl) {
	for _, decl := range decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			if d.Body != nil && untyped(d.Body, info) {
				clone := *d
				clone.Body = nil
				decl = &clone
				dropped = append(dropped, d)
			}
		case *ast.GenDecl:
			if untyped(d, info) {
				continue
			}
		}
		kept = append(kept, decl)
	}
	return kept, dropped
}

// untyped reports whether the type of an expression below n is not known.
func untyped(n ast.Node, info *types.Info) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		if e, ok := n.(ast.Expr); ok && !found {
			tv, known := info.Types[e]
			found = known && tv.Type == types.Typ[types.Invalid] || !known && isCompound(e) || isUnknownConst(e, info)
		}
		return !found
	})
	return found
}

// isUnknownConst reports whether an expression names a constant of which the value comes from "C", even if its type
// is known.
func isUnknownConst(e ast.Expr, info *types.Info) bool {
	id, ok := e.(*ast.Ident)
	if !ok {
		return false
	}
	obj, ok := info.Uses[id].(*types.Const)
	return ok && obj.Val().Kind() == constant.Unknown
}

// isCompound reports whether a well-typed expression of this form always has an entry of its own in Info.Types.
// Identifiers, for one, need not: they may name a package or a field.
func isCompound(e ast.Expr) bool {
	switch e.(type) {
	case *ast.CallExpr, *ast.SelectorExpr, *ast.BinaryExpr, *ast.UnaryExpr, *ast.StarExpr, *ast.IndexExpr, *ast.CompositeLit:
		return true
	}
	return false
}

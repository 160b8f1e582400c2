package fix

import (
	"go/ast"
	"go/format"
	"go/token"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// Replace replaces a node by text.
func Replace(n ast.Node, text string) []analysis.TextEdit {
	return []analysis.TextEdit{{Pos: n.Pos(), End: n.End(), NewText: []byte(text)}}
}

// Insert inserts text at pos.
func Insert(pos token.Pos, text string) []analysis.TextEdit {
	return []analysis.TextEdit{{Pos: pos, End: pos, NewText: []byte(text)}}
}

// ReplaceArg replaces argument i of a call. It refuses if there is none, or
// if one expression supplies several arguments: f(g()) or f(list...).
func ReplaceArg(call *ast.CallExpr, i int, text string) ([]analysis.TextEdit, bool) {
	if i < 0 || i >= len(call.Args) || spreads(call) {
		return nil, false
	}
	return Replace(call.Args[i], text), true
}

// InsertArg makes text argument i of a call, moving the others. It refuses
// where the number of arguments is not what it looks like.
func InsertArg(call *ast.CallExpr, i int, text string) ([]analysis.TextEdit, bool) {
	switch n := len(call.Args); {
	case i < 0 || i > n || spreads(call):
		return nil, false
	case n == 0:
		return Insert(call.Rparen, text), true
	case i == n:
		return Insert(call.Args[n-1].End(), ", "+text), true
	}
	return Insert(call.Args[i].Pos(), text+", "), true
}

// spreads reports whether the number of arguments may differ from what is
// written. A single call as the only argument may return several values; it
// cannot be told from syntax.
func spreads(call *ast.CallExpr) bool {
	if call.Ellipsis.IsValid() {
		return true
	}
	if len(call.Args) != 1 {
		return false
	}
	inner, ok := ast.Unparen(call.Args[0]).(*ast.CallExpr)
	return ok && !looksLikeConversion(inner)
}

// looksLikeConversion recognises uint32(x) and the like.
func looksLikeConversion(call *ast.CallExpr) bool {
	id, ok := call.Fun.(*ast.Ident)
	if !ok || len(call.Args) != 1 {
		return false
	}
	switch strings.TrimRight(id.Name, "0123456789") {
	case "int", "uint", "uintptr", "string", "byte":
		return true
	}
	return false
}

// OrFlag adds a flag such as "unix.O_CLOEXEC" to a flag word. A literal 0 is
// replaced. Nothing in Go that can stand here binds less than |, so no
// parentheses are needed, but for a conversion of an untyped word there is
// nothing to convert: the flag goes inside.
func OrFlag(word ast.Expr, flag string) []analysis.TextEdit {
	switch e := word.(type) {
	case *ast.ParenExpr:
		return OrFlag(e.X, flag)
	case *ast.BasicLit:
		if isZero(e) {
			return Replace(e, flag)
		}
	case *ast.CallExpr:
		if looksLikeConversion(e) {
			return OrFlag(e.Args[0], flag)
		}
	case *ast.BinaryExpr:
		if spaced(e) {
			return Insert(e.End(), " | "+flag)
		}
	}
	return Insert(word.End(), "|"+flag)
}

// isZero reports whether a literal is 0, in any base.
func isZero(lit *ast.BasicLit) bool {
	return lit.Kind == token.INT && strings.Trim(strings.ToLower(lit.Value), "0xob_") == ""
}

// spaced reports whether the operator has a space before it, as gofmt sets it
// outside argument lists.
func spaced(e *ast.BinaryExpr) bool { return e.OpPos > e.X.End() }

// Rename replaces the last name of a callee: unix.Accept becomes unix.Accept4.
// It refuses when the callee is not a qualified name or method.
func Rename(callee ast.Expr, name string) ([]analysis.TextEdit, bool) {
	sel, ok := ast.Unparen(callee).(*ast.SelectorExpr)
	if !ok {
		return nil, false
	}
	return Replace(sel.Sel, name), true
}

// Source returns the text of an expression that is to appear elsewhere.
func Source(fset *token.FileSet, e ast.Expr) string {
	var b strings.Builder
	if err := format.Node(&b, fset, e); err != nil {
		return ""
	}
	return b.String()
}

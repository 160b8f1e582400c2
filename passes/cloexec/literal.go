package cloexec

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/permvet/permvet/internal/fix"
	"github.com/permvet/permvet/passes/effects"
)

// literal returns the composite literal that an argument is or was set to: in
// place, by address, or through a variable that is assigned once.
func (j *judge) literal(arg ast.Expr, depth int) *ast.CompositeLit {
	switch x := ast.Unparen(arg).(type) {
	case *ast.CompositeLit:
		return x
	case *ast.UnaryExpr:
		if x.Op == token.AND {
			return j.literal(x.X, depth)
		}
	case *ast.Ident:
		obj, ok := j.pass.TypesInfo.ObjectOf(x).(*types.Var)
		if !ok || depth > 2 {
			return nil
		}
		if from := j.assigned(obj); len(from) == 1 {
			return j.literal(from[0], depth+1)
		}
	}
	return nil
}

// literalOf is where the structure that holds the flags of e is written, when
// that is not in the call.
func (j *judge) literalOf(e *effects.Effect) token.Pos {
	if !e.Own() || e.FD.FlagField == "" {
		return token.NoPos
	}
	call := j.res.CallExpr(e)
	lit := j.literal(argExprOrNil(call, e), 0)
	switch {
	case lit == nil:
		return token.NoPos
	case fieldOf(lit, e.FD.FlagField) != nil:
		return fieldOf(lit, e.FD.FlagField).Pos()
	case lit.Pos() >= call.Pos() && lit.Pos() < call.End():
		return token.NoPos
	}
	return lit.Pos()
}

func argExprOrNil(call *ast.CallExpr, e *effects.Effect) ast.Expr {
	if x := argExpr(call, e.FD.FlagArg); x != nil {
		return x
	}
	return &ast.BadExpr{}
}

// fieldOf returns what a literal gives a field.
func fieldOf(lit *ast.CompositeLit, name string) ast.Expr {
	for _, el := range lit.Elts {
		kv, ok := el.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		if id, ok := kv.Key.(*ast.Ident); ok && id.Name == name {
			return kv.Value
		}
	}
	return nil
}

// fieldEdits adds a flag to the field of the literal behind an argument. A
// field that is assigned elsewhere too is left alone.
func (j *judge) fieldEdits(arg ast.Expr, field, flag string) []analysis.TextEdit {
	lit := j.literal(arg, 0)
	if lit == nil || j.assignsField(arg, field) {
		return nil
	}
	if v := fieldOf(lit, field); v != nil {
		return fix.OrFlag(v, flag)
	}
	if len(lit.Elts) == 0 {
		return fix.Insert(lit.Rbrace, field+": "+flag)
	}
	if _, keyed := lit.Elts[0].(*ast.KeyValueExpr); !keyed {
		return nil
	}
	sep := ", "
	if j.res.LineAt(lit.Lbrace) != j.res.LineAt(lit.Elts[0].Pos()) {
		sep = ",\n" + strings.Repeat("\t", j.pass.Fset.Position(lit.Elts[0].Pos()).Column-1)
	}
	return fix.Insert(lit.Elts[0].Pos(), field+": "+flag+sep)
}

// assignsField reports whether a field of the variable that arg names is
// assigned by itself.
func (j *judge) assignsField(arg ast.Expr, field string) bool {
	if u, ok := ast.Unparen(arg).(*ast.UnaryExpr); ok {
		arg = u.X
	}
	id, ok := ast.Unparen(arg).(*ast.Ident)
	if !ok {
		return false
	}
	obj := j.pass.TypesInfo.ObjectOf(id)
	found := false
	for _, file := range j.pass.Files {
		ast.Inspect(file, func(n ast.Node) bool {
			if a, ok := n.(*ast.AssignStmt); ok {
				for _, l := range a.Lhs {
					if sel, ok := l.(*ast.SelectorExpr); ok && sel.Sel.Name == field {
						base, ok := ast.Unparen(sel.X).(*ast.Ident)
						found = found || ok && j.pass.TypesInfo.ObjectOf(base) == obj
					}
				}
			}
			return !found
		})
	}
	return found
}

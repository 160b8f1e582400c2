package envleak

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/inspect"
	"golang.org/x/tools/go/ast/inspector"
	"golang.org/x/tools/go/ssa"

	"github.com/permvet/permvet/internal/fix"
	"github.com/permvet/permvet/passes/effects"
)

// listedEnv replaces the environment in a value by the variables that nobody
// minds: os.Environ() by safecreate.Env(), append(os.Environ(), x) by
// safecreate.Env(x).
func (j *judge) listedEnv(v ssa.Value) []analysis.SuggestedFix {
	c, ok := v.(*ssa.Call)
	if !ok || !fix.HelperAvailable(j.pass, j.r.Helpers()) {
		return nil
	}
	call := j.res.CallAt(c.Pos())
	if call == nil {
		return nil
	}
	if b, ok := c.Call.Value.(*ssa.Builtin); ok {
		if b.Name() != "append" || len(call.Args) == 0 || !isSource(c.Call.Args[0]) {
			return nil
		}
		return j.useEnv(call, call.Args[0])
	}
	return j.useEnv(call, nil)
}

// listedArgument does the same for an environment that is an argument.
func (j *judge) listedArgument(e *effects.Effect) []analysis.SuggestedFix {
	v := j.res.Arg(e, e.Row.Env)
	if v == nil {
		return nil
	}
	return j.listedEnv(v)
}

// useEnv rewrites a call to the helper; first is the argument that goes.
func (j *judge) useEnv(call *ast.CallExpr, first ast.Expr) []analysis.SuggestedFix {
	callee, edits := fix.Env.Use(j.pass, j.res.File(call.Pos()), call.Pos())
	edits = append(fix.Replace(call.Fun, callee), edits...)
	if first != nil {
		end := first.End()
		if len(call.Args) > 1 {
			end = call.Args[1].Pos()
		}
		edits = append(edits, analysis.TextEdit{Pos: first.Pos(), End: end})
	}
	return []analysis.SuggestedFix{{
		Message:   "Pass only PATH, HOME, the locale and the like, with safecreate.Env; name what else the child needs",
		TextEdits: edits,
	}}
}

// helperCommand makes the child by the helper that leaves out the rest.
func (j *judge) helperCommand(e *effects.Effect) []analysis.SuggestedFix {
	call := j.res.CallExpr(e)
	if call == nil || !e.Own() || !fix.HelperAvailable(j.pass, j.r.Helpers()) {
		return nil
	}
	for _, h := range []fix.Helper{fix.Command, fix.CommandContext} {
		if e.Callee == nil || e.Callee.Name() != h.Name {
			continue
		}
		callee, edits := h.Use(j.pass, j.res.File(call.Pos()), call.Pos())
		return []analysis.SuggestedFix{{
			Message:   "Use safecreate." + h.Name + ", whose child gets only PATH, HOME, the locale and the like; append what else it needs to Env",
			TextEdits: append(fix.Replace(call.Fun, callee), edits...),
		}}
	}
	return nil
}

// startEmpty puts an empty list before the filtered one, so that it is never
// nil.
func (j *judge) startEmpty(set *effects.Setting) []analysis.SuggestedFix {
	expr := j.assigned(set)
	if expr == nil {
		return nil
	}
	return []analysis.SuggestedFix{{
		Message: "Start from an empty list",
		TextEdits: []analysis.TextEdit{
			{Pos: expr.Pos(), End: expr.Pos(), NewText: []byte("append([]string{}, ")},
			{Pos: expr.End(), End: expr.End(), NewText: []byte("...)")},
		},
	}}
}

// assigned returns the expression that a setting stores.
func (j *judge) assigned(set *effects.Setting) ast.Expr {
	in := j.pass.ResultOf[inspect.Analyzer].(*inspector.Inspector)
	var found ast.Expr
	in.Preorder([]ast.Node{(*ast.AssignStmt)(nil), (*ast.KeyValueExpr)(nil)}, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.AssignStmt:
			if len(n.Lhs) == 1 && len(n.Rhs) == 1 && n.Tok == token.ASSIGN && contains(n.Lhs[0], set.Pos()) {
				found = n.Rhs[0]
			}
		case *ast.KeyValueExpr:
			if contains(n.Key, set.Pos()) {
				found = n.Value
			}
		}
	})
	return found
}

func contains(n ast.Node, pos token.Pos) bool { return n.Pos() <= pos && pos < n.End() }

// cloned clones the shared collection where it is read.
func (j *judge) cloned(m *effects.Mutation) []analysis.SuggestedFix {
	expr := j.read(m)
	if expr == nil {
		return nil
	}
	pkg := "slices"
	if _, ok := m.Of.Type().Underlying().(*types.Map); ok {
		pkg = "maps"
	}
	prefix, edits := fix.AddImport(j.pass, j.res.File(expr.Pos()), expr.Pos(), pkg, pkg, "Clone")
	return []analysis.SuggestedFix{{
		Message: fmt.Sprintf("Clone it with %s.Clone", pkg),
		TextEdits: append(edits,
			analysis.TextEdit{Pos: expr.Pos(), End: expr.Pos(), NewText: []byte(prefix + "Clone(")},
			analysis.TextEdit{Pos: expr.End(), End: expr.End(), NewText: []byte(")")},
		),
	}}
}

// read finds the syntax by which the collection is read: an argument of the
// writing call, or the right side of the assignment to a local variable.
func (j *judge) read(m *effects.Mutation) ast.Expr {
	want := m.Of.Pos()
	if ld, ok := m.Of.(*ssa.UnOp); ok {
		if fa, ok := ld.X.(*ssa.FieldAddr); ok {
			want = fa.Pos()
		}
	}
	var found ast.Expr
	in := j.pass.ResultOf[inspect.Analyzer].(*inspector.Inspector)
	in.Preorder([]ast.Node{(*ast.CallExpr)(nil), (*ast.AssignStmt)(nil)}, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.CallExpr:
			if n.Lparen != m.Pos() {
				return
			}
			for _, a := range n.Args {
				if isRead(a, want) {
					found = a
				}
			}
		case *ast.AssignStmt:
			if n.Tok == token.DEFINE && len(n.Rhs) == 1 && isRead(n.Rhs[0], want) {
				found = n.Rhs[0]
			}
		}
	})
	return found
}

// isRead reports whether the expression is the variable or field that stands
// at the position.
func isRead(e ast.Expr, want token.Pos) bool {
	switch e := e.(type) {
	case *ast.Ident:
		return want.IsValid() && e.Pos() == want
	case *ast.SelectorExpr:
		return want.IsValid() && (e.Sel.Pos() == want || e.Pos() == want)
	}
	return false
}

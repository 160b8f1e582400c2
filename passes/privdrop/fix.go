package privdrop

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/inspect"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/permvet/permvet/internal/fix"
	"github.com/permvet/permvet/passes/effects"
)

// fixedCall replaces a call that changes one thread by its sibling in package
// syscall that takes the same arguments and changes all.
func (j *judge) fixedCall(e *effects.Effect) []analysis.SuggestedFix {
	call := j.res.CallExpr(e)
	pkg, name, ok := strings.Cut(e.Row.Cred.Fixed, ".")
	if call == nil || !ok || e.Callee == nil || e.Callee.Name() != name {
		return nil
	}
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	prefix, edits := fix.AddImport(j.pass, j.res.File(call.Pos()), call.Pos(), pkg, pkg, name)
	return []analysis.SuggestedFix{{
		Message:   "Use " + e.Row.Cred.Fixed,
		TextEdits: append(fix.Replace(sel, prefix+name), edits...),
	}}
}

// helperChroot replaces chroot by the helper that changes the directory too.
func (j *judge) helperChroot(c *effects.Effect) []analysis.SuggestedFix {
	call := j.res.CallExpr(c)
	if call == nil || !c.Own() || len(call.Args) != 1 || !fix.HelperAvailable(j.pass, j.r.Helpers()) {
		return nil
	}
	callee, edits := fix.DropChroot.Use(j.pass, j.res.File(call.Pos()), call.Pos())
	return []analysis.SuggestedFix{{
		Message:   "Use privdrop.Chroot, which also makes the new root the working directory",
		TextEdits: append(fix.Replace(call.Fun, callee), edits...),
	}}
}

// checkError returns the error of a statement from a function that has
// nothing else to return.
func (j *judge) checkError(f *effects.Func, e *effects.Effect) []analysis.SuggestedFix {
	res := f.Fn.Signature.Results()
	call := j.res.CallExpr(e)
	if call == nil || res.Len() != 1 || !isError(res.At(0).Type()) || !isError(j.pass.TypesInfo.TypeOf(call)) {
		return nil
	}
	stmt := j.statement(call)
	if stmt == nil {
		return nil
	}
	indent := strings.Repeat("\t", max(0, j.pass.Fset.Position(stmt.Pos()).Column-1))
	return []analysis.SuggestedFix{{
		Message: "Return the error",
		TextEdits: []analysis.TextEdit{
			{Pos: stmt.Pos(), End: call.Pos(), NewText: []byte("if err := ")},
			{Pos: call.End(), End: stmt.End(), NewText: fmt.Appendf(nil, "; err != nil {\n%s\treturn err\n%s}", indent, indent)},
		},
	}}
}

func isError(t types.Type) bool { return t != nil && t.String() == "error" }

// statement returns the statement that is nothing but the call, or its
// assignment to blank.
func (j *judge) statement(call *ast.CallExpr) ast.Stmt {
	in := j.pass.ResultOf[inspect.Analyzer].(*inspector.Inspector)
	var found ast.Stmt
	in.WithStack([]ast.Node{(*ast.ExprStmt)(nil), (*ast.AssignStmt)(nil)}, func(n ast.Node, push bool, stack []ast.Node) bool {
		if _, block := stack[len(stack)-2].(*ast.BlockStmt); !push || !block {
			return true
		}
		switch n := n.(type) {
		case *ast.ExprStmt:
			if n.X == call {
				found = n
			}
		case *ast.AssignStmt:
			if len(n.Rhs) == 1 && n.Rhs[0] == call && len(n.Lhs) == 1 && n.Tok == token.ASSIGN && isBlank(n.Lhs[0]) {
				found = n
			}
		}
		return true
	})
	return found
}

func isBlank(e ast.Expr) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == "_"
}

// setDir sets the working directory of a child behind the statement that sets
// its attributes.
func (j *judge) setDir(owner *effects.Setting) []analysis.SuggestedFix {
	in := j.pass.ResultOf[inspect.Analyzer].(*inspector.Inspector)
	var fixes []analysis.SuggestedFix
	in.Preorder([]ast.Node{(*ast.AssignStmt)(nil)}, func(n ast.Node) {
		as := n.(*ast.AssignStmt)
		if len(as.Lhs) != 1 || as.Pos() > owner.Pos() || owner.Pos() > as.End() {
			return
		}
		sel, ok := as.Lhs[0].(*ast.SelectorExpr)
		if !ok || sel.Sel.Name != owner.Field.Name {
			return
		}
		text := fmt.Sprintf("\n%s%s.Dir = \"/\"", strings.Repeat("\t", max(0, j.pass.Fset.Position(as.Pos()).Column-1)), fix.Source(j.pass.Fset, sel.X))
		fixes = []analysis.SuggestedFix{{Message: `Set Dir to "/"`, TextEdits: fix.Insert(as.End(), text)}}
	})
	return fixes
}

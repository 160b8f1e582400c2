package cloexec

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/astutil"
	"golang.org/x/tools/go/ssa"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/fix"
	"github.com/permvet/permvet/passes/effects"
)

// lockFixes puts the making of the descriptor and the setting of close-on-exec
// under syscall.ForkLock, which every start of a child by the standard library
// takes. The second fix does it through the companion library.
func (j *judge) lockFixes(e *effects.Effect) []analysis.SuggestedFix {
	call, file, gooses := j.place(e)
	if call == nil || !e.Own() || waits(e) || e.Kind != api.NewFD || e.Row.Does != api.NewFD || api.IsRawSyscall(e.Callee) ||
		!fix.AllHave(gooses, func(goos string) bool { return goos != "plan9" && goos != "js" && goos != "wasip1" }) {
		return nil
	}
	var fixes []analysis.SuggestedFix
	if f := j.forkLock(e, call, file); f != nil {
		fixes = append(fixes, *f)
	}
	if f := j.helper(call, file); f != nil {
		fixes = append(fixes, *f)
		if j.r.Helpers() && len(fixes) == 2 {
			fixes[0], fixes[1] = fixes[1], fixes[0]
		}
	}
	return fixes
}

// forkLock surrounds the statement, an assignment of the descriptor and an
// error, with the lock.
func (j *judge) forkLock(e *effects.Effect, call *ast.CallExpr, file *ast.File) *analysis.SuggestedFix {
	path, _ := astutil.PathEnclosingInterval(file, call.Pos(), call.End())
	if len(path) < 3 || path[0] != call {
		return nil
	}
	stmt, ok := path[1].(*ast.AssignStmt)
	if !ok || len(stmt.Rhs) != 1 || !isList(path[2], stmt) {
		return nil
	}
	errName := name(stmt.Lhs[len(stmt.Lhs)-1])
	numbers := j.numbers(e, call, stmt)
	if errName == "" || numbers == nil || !isError(j.pass.TypesInfo.TypeOf(stmt.Lhs[len(stmt.Lhs)-1])) {
		return nil
	}
	prefix, edits := fix.AddImport(j.pass, file, call.Pos(), "syscall", "syscall", "ForkLock")
	if prefix == "" {
		return nil
	}
	tabs := strings.Repeat("\t", j.pass.Fset.Position(stmt.Pos()).Column-1)
	var b strings.Builder
	fmt.Fprintf(&b, "\n%sif %s == nil {\n", tabs, errName)
	for _, n := range numbers {
		fmt.Fprintf(&b, "%s\t%sCloseOnExec(%s)\n", tabs, prefix, n)
	}
	fmt.Fprintf(&b, "%s}\n%s%sForkLock.RUnlock()", tabs, tabs, prefix)
	edits = append(edits, fix.Insert(stmt.Pos(), prefix+"ForkLock.RLock()\n"+tabs)...)
	edits = append(edits, fix.Insert(stmt.End(), b.String())...)
	return &analysis.SuggestedFix{Message: "Hold " + prefix + "ForkLock until close-on-exec is set", TextEdits: edits}
}

// numbers returns the expressions of the descriptors that the statement makes.
func (j *judge) numbers(e *effects.Effect, call *ast.CallExpr, stmt *ast.AssignStmt) []string {
	var holder ast.Expr
	switch {
	case e.FD.Out != 0:
		holder = argExpr(call, e.FD.Out)
		if s, ok := ast.Unparen(holder).(*ast.SliceExpr); ok {
			holder = s.X
		}
	case int(e.FD.Result) <= len(stmt.Lhs):
		holder = stmt.Lhs[e.FD.Result-1]
	}
	text := name(holder)
	if text == "" {
		return nil
	}
	switch t := j.pass.TypesInfo.TypeOf(holder).Underlying().(type) {
	case *types.Array, *types.Slice:
		return []string{text + "[0]", text + "[1]"}
	case *types.Basic:
		if t.Kind() == types.Int {
			return []string{text}
		}
	}
	return nil
}

// helper wraps the call in a function literal for the companion library.
func (j *judge) helper(call *ast.CallExpr, file *ast.File) *analysis.SuggestedFix {
	results, ok := j.pass.TypesInfo.TypeOf(call).(*types.Tuple)
	if !ok || results.Len() != 2 || results.At(0).Type() != types.Typ[types.Int] || !isError(results.At(1).Type()) ||
		!fix.HelperAvailable(j.pass, j.r.Helpers()) {
		return nil
	}
	callee, edits := fix.CloexecNew.Use(j.pass, file, call.Pos())
	edits = append(edits, fix.Insert(call.Pos(), callee+"(func() (int, error) { return ")...)
	edits = append(edits, fix.Insert(call.End(), " })")...)
	return &analysis.SuggestedFix{Message: "Make the descriptor with " + callee, TextEdits: edits}
}

// handedTo reports whether f is a literal that is handed to a call which makes
// descriptors close-on-exec itself.
func (j *judge) handedTo(f *effects.Func, _ *effects.Effect) bool {
	if f.Fn.Parent() == nil {
		return false
	}
	for _, b := range f.Fn.Parent().Blocks {
		for _, in := range b.Instrs {
			c, ok := in.(ssa.CallInstruction)
			if !ok || c.Common().StaticCallee() == nil {
				continue
			}
			fn, _ := c.Common().StaticCallee().Object().(*types.Func)
			if row := api.Lookup(fn); row == nil || row.FD == nil || !row.FD.Always {
				continue
			}
			for _, a := range c.Common().Args {
				if mc, ok := a.(*ssa.MakeClosure); ok && mc.Fn == f.Fn || a == ssa.Value(f.Fn) {
					return true
				}
			}
		}
	}
	return false
}

func name(x ast.Expr) string {
	if id, ok := ast.Unparen(x).(*ast.Ident); ok && id.Name != "_" {
		return id.Name
	}
	return ""
}

func isError(t types.Type) bool { return t != nil && t.String() == "error" }

// isList reports whether a statement stands in a list of statements of node.
func isList(node ast.Node, stmt ast.Stmt) bool {
	var list []ast.Stmt
	switch n := node.(type) {
	case *ast.BlockStmt:
		list = n.List
	case *ast.CaseClause:
		list = n.Body
	case *ast.CommClause:
		list = n.Body
	}
	for _, s := range list {
		if s == stmt {
			return true
		}
	}
	return false
}

// markFix sets close-on-exec on an inherited number before it is adopted.
func (j *judge) markFix(e *effects.Effect) []analysis.SuggestedFix {
	call, file, gooses := j.place(e)
	if call == nil || !e.Own() || !fix.AllHave(gooses, func(goos string) bool {
		return goos != "windows" && goos != "plan9" && goos != "js" && goos != "wasip1"
	}) {
		return nil
	}
	path, _ := astutil.PathEnclosingInterval(file, call.Pos(), call.End())
	arg := argExpr(call, e.Row.Handle)
	for i, n := range path {
		stmt, ok := n.(ast.Stmt)
		if !ok || i+1 >= len(path) {
			continue
		}
		if !isList(path[i+1], stmt) {
			return nil
		}
		number := intText(j, arg)
		if number == "" {
			return nil
		}
		prefix, edits := fix.AddImport(j.pass, file, call.Pos(), "syscall", "syscall", "CloseOnExec")
		if prefix == "" {
			return nil
		}
		tabs := strings.Repeat("\t", j.pass.Fset.Position(stmt.Pos()).Column-1)
		edits = append(edits, fix.Insert(stmt.Pos(), prefix+"CloseOnExec("+number+")\n"+tabs)...)
		return []analysis.SuggestedFix{{Message: "Set close-on-exec first", TextEdits: edits}}
	}
	return nil
}

// intText writes a descriptor number, given as uintptr, as an int.
func intText(j *judge, arg ast.Expr) string {
	switch x := ast.Unparen(arg).(type) {
	case *ast.BasicLit:
		if x.Kind == token.INT {
			return x.Value
		}
	case *ast.Ident:
		return "int(" + x.Name + ")"
	case *ast.CallExpr:
		if len(x.Args) == 1 && j.pass.TypesInfo.Types[x.Fun].IsType() {
			if b, ok := j.pass.TypesInfo.TypeOf(x.Args[0]).Underlying().(*types.Basic); ok && (b.Kind() == types.Int || b.Kind() == types.UntypedInt) {
				return fix.Source(j.pass.Fset, x.Args[0])
			}
		}
	}
	return ""
}

package pidfile

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strconv"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/astutil"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/fix"
	"github.com/permvet/permvet/passes/effects"
)

// exclusiveNow is LOCK_EX|LOCK_NB, the same on every system that has flock(2).
const exclusiveNow = 2 | 4

// held lets the companion library lock the file, write the number of this
// process and keep both, in place of statements that do just this up to the
// return of an error.
func (j *judge) held(f *effects.Func, m, l *effects.Effect) []analysis.SuggestedFix {
	call := j.res.CallExpr(m)
	if call == nil || !j.onlyNumber(f, m, l) || !fix.HelperAvailable(j.pass, j.r.Helpers()) {
		return nil
	}
	file := j.res.File(call.Pos())
	open, rest := sequence(file, call)
	if open == nil {
		return nil
	}
	handle, err := open.Lhs[0].(*ast.Ident), open.Lhs[1].(*ast.Ident)
	s := steps{info: j.pass.TypesInfo, handle: j.pass.TypesInfo.Defs[handle], calls: []*ast.CallExpr{j.res.CallExpr(l)}}
	for _, e := range f.Of(api.Write) {
		s.calls = append(s.calls, j.res.CallExpr(e))
	}
	if s.handle == nil || err.Name == "_" || !s.all(rest) {
		return nil
	}
	middle, last := rest[:len(rest)-1], rest[len(rest)-1].(*ast.ReturnStmt)
	gone := []ast.Node{handle, err, call.Fun, call.Args[1]} // err is returned at the end
	for _, st := range middle {
		gone = append(gone, st)
	}
	deleted, ok := fix.DeleteStmts(j.pass, file, middle...)
	if !ok || !j.needless(gone...) {
		return nil
	}
	callee, edits := fix.LockPIDFile.Use(j.pass, file, call.Pos())
	edits = slices.Concat(edits, deleted, fix.Replace(handle, "_"), fix.Replace(call.Fun, callee), fix.Replace(last.Results[0], err.Name))
	edits = append(edits, analysis.TextEdit{Pos: call.Args[0].End(), End: call.Args[1].End()})
	if j.pass.TypesInfo.Defs[err] == nil {
		edits = append(edits, analysis.TextEdit{Pos: open.TokPos, End: open.TokPos + token.Pos(len(":=")), NewText: []byte("=")})
	}
	mode, _ := m.Mode.Known(^uint64(0))
	return []analysis.SuggestedFix{{
		Message:   "Use safecreate.LockPIDFile, which locks the file, writes the number of this process and keeps both until the process ends; the mode is exactly 0o" + strconv.FormatUint(mode, 8),
		TextEdits: edits,
	}}
}

// onlyNumber reports whether the lock is asked for without waiting, and nothing
// but the number of this process is written to the file, which others cannot
// write.
func (j *judge) onlyNumber(f *effects.Func, m, l *effects.Effect) bool {
	op, asked := l.Value.Known(0xffffffff)
	mode, known := m.Mode.Known(^uint64(0))
	if !m.Own() || !l.Own() || !asked || op != exclusiveNow || !known || mode&^0o644 != 0 {
		return false
	}
	if m.Kind != api.Create || m.Row.Path != 1 || m.Row.Flags != 2 || m.Row.Mode != 3 || m.Row.RawMode {
		return false
	}
	writes := 0
	for _, e := range f.Of(api.Write, api.Chmod, api.Chown) {
		if e.Object.Handle != m.Result {
			continue
		}
		if e.Kind != api.Write || !j.res.WritesPID(e) {
			return false
		}
		writes++
	}
	return writes > 0
}

// sequence returns the statement "f, err := call" and those behind it, the last
// of which returns.
func sequence(file *ast.File, call *ast.CallExpr) (open *ast.AssignStmt, rest []ast.Stmt) {
	path, _ := astutil.PathEnclosingInterval(file, call.Pos(), call.End())
	for i, n := range path {
		open, ok := n.(*ast.AssignStmt)
		if !ok || i+1 >= len(path) {
			continue
		}
		block, ok := path[i+1].(*ast.BlockStmt)
		if !ok || open.Tok != token.DEFINE || len(open.Lhs) != 2 || len(open.Rhs) != 1 || open.Rhs[0] != call || len(call.Args) != 3 {
			return nil, nil
		}
		rest := block.List[slices.Index(block.List, ast.Stmt(open))+1:]
		if len(rest) == 0 {
			return nil, nil
		}
		last, ok := rest[len(rest)-1].(*ast.ReturnStmt)
		if !ok || len(last.Results) != 1 {
			return nil, nil
		}
		return open, rest
	}
	return nil, nil
}

// steps recognises statements that act on one file only and hand an error on.
type steps struct {
	info   *types.Info
	handle types.Object
	calls  []*ast.CallExpr // that lock and write
}

func (s steps) all(stmts []ast.Stmt) bool {
	return !slices.ContainsFunc(stmts, func(st ast.Stmt) bool { return !s.step(st) })
}

func (s steps) step(st ast.Stmt) bool {
	switch st := st.(type) {
	case *ast.AssignStmt:
		return s.act(st)
	case *ast.ExprStmt:
		return s.onFile(st.X)
	case *ast.ReturnStmt:
		return len(st.Results) == 1 && s.plainError(st.Results[0])
	case *ast.IfStmt:
		cond, ok := st.Cond.(*ast.BinaryExpr)
		if !ok || cond.Op != token.NEQ || !s.plainError(cond.X) || !s.plainError(cond.Y) || st.Else != nil {
			return false
		}
		init, ok := st.Init.(*ast.AssignStmt)
		return (st.Init == nil || ok && s.act(init)) && s.all(st.Body.List)
	}
	return false
}

// act reports whether a statement keeps nothing of a call on the file but its
// error.
func (s steps) act(st *ast.AssignStmt) bool {
	for _, l := range st.Lhs {
		if id, ok := l.(*ast.Ident); !ok || id.Name != "_" && !s.plainError(id) {
			return false
		}
	}
	return len(st.Rhs) == 1 && s.onFile(st.Rhs[0])
}

// plainError reports whether an expression is an error variable as it is, or
// nil.
func (s steps) plainError(e ast.Expr) bool {
	id, ok := e.(*ast.Ident)
	if !ok {
		return false
	}
	obj := s.info.ObjectOf(id)
	if _, isNil := obj.(*types.Nil); isNil {
		return true
	}
	v, ok := obj.(*types.Var)
	return ok && v.Parent() != nil && v.Pkg() != nil && v.Parent() != v.Pkg().Scope() && types.Identical(v.Type(), types.Universe.Lookup("error").Type())
}

// onFile reports whether a call locks, writes, or is another method of the file.
func (s steps) onFile(e ast.Expr) bool {
	call, ok := e.(*ast.CallExpr)
	if !ok {
		return false
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	return slices.Contains(s.calls, call) || ok && s.isHandle(sel.X)
}

func (s steps) isHandle(e ast.Expr) bool {
	id, ok := e.(*ast.Ident)
	return ok && s.info.Uses[id] == s.handle
}

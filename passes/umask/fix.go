package umask

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/astutil"

	"github.com/permvet/permvet/internal/fix"
	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/passes/effects"
)

// argument returns the mask as it is written.
func (j *judge) argument(e *effects.Effect) ast.Expr {
	if !e.Own() {
		return ast.Unparen(j.res.PassedExpr(e, e.Inside.Mode.Src))
	}
	call := j.res.CallExpr(e)
	if call == nil || len(call.Args) != 1 {
		return nil
	}
	return ast.Unparen(call.Args[0])
}

// typicalMasks are masks that people write, in octal digits.
var typicalMasks = map[string]bool{
	"22": true, "26": true, "27": true, "37": true, "72": true, "77": true, "117": true, "137": true, "177": true,
	"022": true, "027": true, "077": true,
}

// decimal reports whether the mask is a decimal literal whose digits are a
// usual mask.
func (j *judge) decimal(e *effects.Effect) (digits string, ok bool) {
	lit, ok := j.argument(e).(*ast.BasicLit)
	if !ok || lit.Kind != token.INT || strings.HasPrefix(lit.Value, "0") {
		return "", false
	}
	return lit.Value, typicalMasks[lit.Value]
}

func (j *judge) prefixed(e *effects.Effect, digits string) []analysis.SuggestedFix {
	return []analysis.SuggestedFix{{
		Message:   "Write the umask in octal: 0o" + digits,
		TextEdits: fix.Replace(j.argument(e), "0o"+digits),
	}}
}

// complement replaces a mode by the mask that gives it.
func (j *judge) complement(e *effects.Effect, mode uint64) []analysis.SuggestedFix {
	arg, mask := j.argument(e), maskFor(mode)
	if _, ok := arg.(*ast.BasicLit); !ok || mask&(othersWrite|groupWrite) != othersWrite|groupWrite {
		return nil
	}
	text := "0o" + strconv.FormatUint(mask, 8)
	return []analysis.SuggestedFix{{
		Message:   fmt.Sprintf("Use the umask %s, which gives files the mode %#04o", text, mode&0o666),
		TextEdits: fix.Replace(arg, text),
	}}
}

// statement returns the innermost statement around a call and the variable
// that its only result is assigned to, if any.
func (j *judge) statement(call *ast.CallExpr) (ast.Stmt, *ast.Ident) {
	file := j.res.File(call.Pos())
	if file == nil {
		return nil, nil
	}
	path, _ := astutil.PathEnclosingInterval(file, call.Pos(), call.End())
	for _, n := range path {
		switch s := n.(type) {
		case *ast.AssignStmt:
			if len(s.Lhs) == 1 && len(s.Rhs) == 1 && ast.Unparen(s.Rhs[0]) == call {
				id, _ := s.Lhs[0].(*ast.Ident)
				return s, id
			}
			return s, nil
		case ast.Stmt:
			return s, nil
		}
	}
	return nil, nil
}

// deferRestore puts the restore next to the change. The later one stays: to
// set the old mask twice changes nothing. Where the change is wrong even when
// it is put back there is no such mend.
func (j *judge) deferRestore(f *effects.Func, e, back *effects.Effect) []analysis.SuggestedFix {
	if j.windowLevel(f, e) != report.Note {
		return nil
	}
	set, put := j.res.CallExpr(e), j.res.CallExpr(back)
	if set == nil || put == nil || !e.Own() || !back.Own() || back.Deferred || len(put.Args) != 1 {
		return nil
	}
	stmt, old := j.statement(set)
	used, ok := ast.Unparen(put.Args[0]).(*ast.Ident)
	if stmt == nil || old == nil || !ok || j.pass.TypesInfo.ObjectOf(used) != j.pass.TypesInfo.ObjectOf(old) || !inBlock(j.res.File(set.Pos()), stmt) {
		return nil
	}
	return []analysis.SuggestedFix{{
		Message:   "Put the umask back with defer",
		TextEdits: fix.Insert(stmt.End(), "\ndefer "+fix.Source(j.pass.Fset, put.Fun)+"("+old.Name+")"),
	}}
}

// inBlock reports whether a statement stands in a block by itself, unlike the
// first part of an if.
func inBlock(file *ast.File, stmt ast.Stmt) bool {
	path, _ := astutil.PathEnclosingInterval(file, stmt.Pos(), stmt.End())
	for i, n := range path {
		if n == ast.Node(stmt) && i+1 < len(path) {
			_, ok := path[i+1].(*ast.BlockStmt)
			return ok
		}
	}
	return false
}

// readOnly reads the mask without changing it. Where it cannot be read the
// tightest usual one stands in.
func (j *judge) readOnly(e, back *effects.Effect) []analysis.SuggestedFix {
	set, put := j.res.CallExpr(e), j.res.CallExpr(back)
	if set == nil || put == nil || !e.Own() || !back.Own() || !fix.HelperAvailable(j.pass, j.r.Helpers()) {
		return nil
	}
	first, old := j.statement(set)
	last, _ := j.statement(put)
	assign, ok := first.(*ast.AssignStmt)
	if !ok || old == nil || last == nil || !onlyCall(last, put) || !inBlock(j.res.File(set.Pos()), first) {
		return nil
	}
	file := j.res.File(set.Pos())
	edits, ok := fix.DeleteStmts(j.pass, file, last)
	if !ok {
		return nil
	}
	callee, more := fix.Umask.Use(j.pass, file, set.Pos())
	text := fmt.Sprintf("%s %s 0o077\nif mask, err := %s(); err == nil {\n%s = int(mask)\n}", old.Name, assign.Tok, callee, old.Name)
	return []analysis.SuggestedFix{{
		Message:   fmt.Sprintf("Read it with %s; where that fails 0077 stands in", callee),
		TextEdits: append(append(edits, more...), fix.Replace(first, text)...),
	}}
}

// exactCreation gives the one creation in the window the mode that it gets
// there, through the helper that does not need the umask, and deletes both
// changes of the umask.
func (j *judge) exactCreation(f *effects.Func, e, back *effects.Effect, made []*effects.Effect) []analysis.SuggestedFix {
	if !fix.HelperAvailable(j.pass, j.r.Helpers()) || len(made) != 1 || !made[0].Own() || made[0].Instr.Parent() != e.Instr.Parent() {
		return nil
	}
	mask, ok := e.Mode.Known(0o777)
	m := made[0]
	name, arg, ok2 := m.Row.Helper()
	mode, ok3 := m.Mode.Known(^uint64(0))
	call := j.res.CallExpr(m)
	if !ok || !ok2 || !ok3 || mode > 0o777 || call == nil {
		return nil
	}
	file := j.res.File(call.Pos())
	edits, ok := j.withoutDance(file, e, back)
	if !ok {
		return nil
	}
	callee, more := fix.Helper{Name: name, Params: arg}.Use(j.pass, file, call.Pos())
	edits = append(append(edits, more...), fix.Replace(call.Fun, callee)...)
	text := "0o" + strconv.FormatUint(mode&^mask, 8)
	set := fix.InsertArg
	if arg <= len(call.Args) {
		set = fix.ReplaceArg
	}
	more, ok = set(call, arg-1, text)
	if !ok {
		return nil
	}
	return []analysis.SuggestedFix{{
		Message:   fmt.Sprintf("Use %s with the exact mode %s and leave the umask alone", callee, text),
		TextEdits: append(edits, more...),
	}}
}

// withoutDance deletes the statements that set and put back the umask, if the
// old mask is used for nothing else.
func (j *judge) withoutDance(file *ast.File, e, back *effects.Effect) ([]analysis.TextEdit, bool) {
	set, put := j.res.CallExpr(e), j.res.CallExpr(back)
	if file == nil || set == nil || put == nil || !e.Own() || !back.Own() {
		return nil, false
	}
	first, old := j.statement(set)
	last, _ := j.statement(put)
	if first == nil || last == nil {
		return nil, false
	}
	if first == last { // defer Umask(Umask(0))
		return fix.DeleteStmts(j.pass, file, first)
	}
	if old == nil {
		return nil, false
	}
	obj := j.pass.TypesInfo.Defs[old]
	if _, ok := obj.(*types.Var); !ok || !j.res.Uses().OnlyIn(obj, last) {
		return nil, false
	}
	if !onlyCall(last, put) {
		return nil, false
	}
	return fix.DeleteStmts(j.pass, file, first, last)
}

// onlyCall reports whether a statement does nothing but make the call.
func onlyCall(s ast.Stmt, call *ast.CallExpr) bool {
	switch s := s.(type) {
	case *ast.ExprStmt:
		return ast.Unparen(s.X) == call
	case *ast.DeferStmt:
		return s.Call == call
	}
	return false
}

// exactSocket gives the socket the mode that the mask would leave it, and deletes
// the change of the umask.
func (j *judge) exactSocket(e, l *effects.Effect) []analysis.SuggestedFix {
	if !fix.HelperAvailable(j.pass, j.r.Helpers()) || !e.Own() || !l.Own() || e.Instr.Parent() != l.Instr.Parent() {
		return nil
	}
	name, arg, ok := l.Row.Helper()
	set, call, mask := j.res.CallExpr(e), j.res.CallExpr(l), j.argument(e)
	if !ok || set == nil || call == nil || !sameLater(mask) {
		return nil
	}
	file := j.res.File(call.Pos())
	stmt, _ := j.statement(set)
	if stmt == nil || !onlyCall(stmt, set) {
		return nil
	}
	edits, ok := fix.DeleteStmts(j.pass, file, stmt)
	if !ok {
		return nil
	}
	callee, more := fix.Helper{Name: name, Params: arg}.Use(j.pass, file, call.Pos())
	edits = append(append(edits, more...), fix.Replace(call.Fun, callee)...)
	prefix, more := fix.AddImport(j.pass, file, call.Pos(), "os", "os", "FileMode")
	edits = append(edits, more...)
	more, ok = fix.InsertArg(call, arg-1, fmt.Sprintf("0o777&^%sFileMode(%s)", prefix, fix.Source(j.pass.Fset, mask)))
	if !ok {
		return nil
	}
	return []analysis.SuggestedFix{{
		Message:   fmt.Sprintf("Use %s with the mode that the mask leaves, and leave the umask alone", callee),
		TextEdits: append(edits, more...),
	}}
}

// sameLater reports whether an expression is a variable, or one converted, so
// that it means the same a few lines further on.
func sameLater(e ast.Expr) bool {
	if call, ok := e.(*ast.CallExpr); ok && len(call.Args) == 1 {
		if _, ok := call.Fun.(*ast.Ident); ok {
			e = call.Args[0]
		}
	}
	_, ok := ast.Unparen(e).(*ast.Ident)
	return ok
}

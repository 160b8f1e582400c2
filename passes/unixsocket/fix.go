package unixsocket

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strconv"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/astutil"

	"github.com/permvet/permvet/internal/fix"
	"github.com/permvet/permvet/passes/effects"
)

// bornRight gives the socket its final mode before it is bound. The chmod
// stays: it adds what the umask takes.
func (j *judge) bornRight(f *effects.Func, e, c *effects.Effect) []analysis.SuggestedFix {
	mode, ok := c.Mode.Known(^uint64(0))
	call := j.plainListen(e)
	if call == nil || !ok || mode > allBits {
		return nil
	}
	text := "0o" + strconv.FormatUint(mode, 8)
	var std, helper []analysis.SuggestedFix
	if edits, ok := j.control(call, text); ok {
		std = []analysis.SuggestedFix{{Message: "Set the mode " + text + " before bind, with ListenConfig.Control", TextEdits: edits}}
	}
	if fix.HelperAvailable(j.pass, j.r.Helpers()) {
		if edits, ok := j.helper(f, e, call, text); ok {
			helper = []analysis.SuggestedFix{{Message: "Use safecreate.Listen, which sets the mode " + text + " before anybody can connect and removes only a stale socket", TextEdits: edits}}
		}
	}
	if j.r.Helpers() {
		return append(helper, std...)
	}
	return append(std, helper...)
}

// plainListen returns the call of a listening function that takes a network and
// an address and returns a net.Listener.
func (j *judge) plainListen(e *effects.Effect) *ast.CallExpr {
	call := j.res.CallExpr(e)
	if call == nil || !e.Own() || e.Row.Network != 1 || e.Row.Path != 2 || len(call.Args) != 2 {
		return nil
	}
	results := e.Instr.Common().Signature().Results()
	if results.Len() != 2 || results.At(0).Type().String() != "net.Listener" {
		return nil
	}
	return call
}

// control rewrites the call to one of a net.ListenConfig with a Control hook,
// where the file is built for Linux alone: elsewhere fchmod of a socket fails
// or does nothing.
func (j *judge) control(call *ast.CallExpr, mode string) ([]analysis.TextEdit, bool) {
	file := j.res.File(call.Pos())
	if file == nil || !fix.AllHave(fix.Builds(j.pass, file), func(goos string) bool { return goos == "linux" || goos == "android" }) {
		return nil, false
	}
	net, edits := fix.AddImport(j.pass, file, call.Pos(), "net", "net", "ListenConfig")
	sys, more := fix.AddImport(j.pass, file, call.Pos(), "syscall", "syscall", "Fchmod")
	edits = append(edits, more...)
	ctx, more := fix.AddImport(j.pass, file, call.Pos(), "context", "context", "Background")
	edits = append(edits, more...)
	hook := "(&" + net + "ListenConfig{Control: func(_, _ string, c " + sys + "RawConn) error {\n" +
		"var err error\n" +
		"if e := c.Control(func(fd uintptr) { err = " + sys + "Fchmod(int(fd), " + mode + ") }); e != nil {\n" +
		"return e\n}\nreturn err\n}}).Listen"
	edits = append(edits, fix.Replace(call.Fun, hook)...)
	more, ok := fix.InsertArg(call, 0, ctx+"Background()")
	return append(edits, more...), ok
}

// helper rewrites the call to safecreate's Listen. That removes a stale socket
// itself, so the statement that removes any is deleted.
func (j *judge) helper(f *effects.Func, e *effects.Effect, call *ast.CallExpr, mode string) ([]analysis.TextEdit, bool) {
	if j.assertsListener() {
		return nil, false
	}
	file := j.res.File(call.Pos())
	callee, edits := fix.Listen.Use(j.pass, file, call.Pos())
	more, ok := fix.InsertArg(call, 2, mode)
	if !ok {
		return nil, false
	}
	edits = append(append(edits, fix.Replace(call.Fun, callee)...), more...)
	if r := removalOf(f, e); r != nil {
		remove := j.res.CallExpr(r)
		if remove == nil || !r.Own() || r.Instr.Parent() != e.Instr.Parent() {
			return nil, false
		}
		stmt := wholeStatement(file, remove)
		if stmt == nil || !j.needless(stmt) {
			return nil, false
		}
		more, ok = fix.DeleteStmts(j.pass, file, stmt)
		edits = append(edits, more...)
	}
	return edits, ok
}

// assertsListener reports whether the package relies on net.Listen returning a
// *net.UnixListener. The helper returns a type of its own, whose Close removes
// no other file: the assertion would compile and panic.
func (j *judge) assertsListener() (asserts bool) {
	is := func(e ast.Expr) bool {
		t := j.pass.TypesInfo.TypeOf(e)
		return t != nil && t.String() == "*net.UnixListener"
	}
	for _, file := range j.pass.Files {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.TypeAssertExpr:
				asserts = asserts || n.Type != nil && is(n.Type)
			case *ast.CaseClause:
				asserts = asserts || slices.ContainsFunc(n.List, func(e ast.Expr) bool { return j.pass.TypesInfo.Types[e].IsType() && is(e) })
			}
			return !asserts
		})
	}
	return asserts
}

// takeOver lets the helper find out whether the socket is stale.
func (j *judge) takeOver(f *effects.Func, e *effects.Effect) []analysis.SuggestedFix {
	call := j.plainListen(e)
	if call == nil || e.Mode.Lacks(connect) || !fix.HelperAvailable(j.pass, j.r.Helpers()) {
		return nil
	}
	mode, who := "0o600", "only this user can connect"
	if c := chmodOf(f, e); c != nil {
		m, ok := c.Mode.Known(^uint64(0))
		if !ok || m > allBits {
			return nil
		}
		mode = "0o" + strconv.FormatUint(m, 8)
		who = "its mode is " + mode
	}
	edits, ok := j.helper(f, e, call, mode)
	if !ok {
		return nil
	}
	return []analysis.SuggestedFix{{
		Message:   "Use safecreate.Listen, which removes only a stale socket: " + who,
		TextEdits: edits,
	}}
}

// wholeStatement returns the statement that does nothing but remove the file
// and look at the error.
func wholeStatement(file *ast.File, call *ast.CallExpr) ast.Stmt {
	path, _ := astutil.PathEnclosingInterval(file, call.Pos(), call.End())
	for i, n := range path {
		switch s := n.(type) {
		case *ast.ExprStmt:
			return s
		case *ast.AssignStmt:
			if i+1 < len(path) {
				if cond, ok := path[i+1].(*ast.IfStmt); ok && cond.Init == ast.Stmt(s) && s.Tok == token.DEFINE {
					return cond
				}
			}
			if id, ok := s.Lhs[0].(*ast.Ident); ok && len(s.Lhs) == 1 && id.Name == "_" {
				return s
			}
			return nil
		case ast.Stmt:
			return nil
		}
	}
	return nil
}

// needless reports whether the file compiles without the statement: what it
// uses is used elsewhere too.
func (j *judge) needless(stmt ast.Stmt) bool {
	ok := true
	ast.Inspect(stmt, func(n ast.Node) bool {
		if id, isIdent := n.(*ast.Ident); isIdent {
			switch obj := j.pass.TypesInfo.Uses[id].(type) {
			case *types.PkgName, *types.Var:
				inside := stmt.Pos() <= obj.Pos() && obj.Pos() < stmt.End()
				ok = ok && (inside || !j.res.Uses().OnlyIn(obj, stmt))
			}
		}
		return true
	})
	return ok
}

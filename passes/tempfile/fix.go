package tempfile

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/astutil"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/fix"
	"github.com/permvet/permvet/internal/place"
	"github.com/permvet/permvet/internal/value"
	"github.com/permvet/permvet/passes/effects"
)

// fixes lets the standard library choose the name, where nothing but the call
// needs it.
func (j *judge) fixes(e *effects.Effect, p value.Text) []analysis.SuggestedFix {
	call := j.res.CallExpr(e)
	dir, pattern, ok := j.split(p)
	if call == nil || !ok || !e.Own() || e.Row.Temp == "" || e.Row.Path != 1 || len(e.Object.Path.Alts) > 0 {
		return nil
	}
	args := strconv.Quote(dir) + ", " + strconv.Quote(pattern)
	var edits []analysis.TextEdit
	if e.What == api.Dir {
		edits, ok = j.directory(call, e.Row.Temp, args)
	} else {
		edits, ok = j.openFile(e, call, args)
	}
	if !ok {
		return nil
	}
	text := "Use " + e.Row.Temp + ": a new name each time, for this user alone; remove it when it is no longer needed"
	return []analysis.SuggestedFix{{Message: text, TextEdits: edits}}
}

// split turns a path into the directory and the pattern of a temporary name. It
// refuses where more than one element follows the directory.
func (j *judge) split(p value.Text) (dir, pattern string, ok bool) {
	var name strings.Builder
	parts := p.Parts
	if parts[0].Kind == value.SharedTmp {
		parts = parts[1:]
		name.WriteString(strings.TrimPrefix(parts[0].Text, "/"))
	} else {
		dir = place.SharedDir(p, j.res.GOOS)
		name.WriteString(strings.TrimPrefix(parts[0].Text, dir+"/"))
	}
	for _, part := range parts[1:] {
		if part.Kind == value.Literal {
			name.WriteString(part.Text)
		} else {
			name.WriteByte('*')
		}
	}
	pattern = name.String()
	if strings.Contains(pattern, "/") || strings.Count(pattern, "*") > 1 {
		return "", "", false
	}
	if !strings.Contains(pattern, "*") {
		dot := strings.LastIndexByte(pattern, '.')
		if dot <= 0 {
			dot = len(pattern)
		}
		pattern = pattern[:dot] + "-*" + pattern[dot:]
	}
	return dir, pattern, true
}

// openFile rewrites a call that opens a file to write it from the start.
func (j *judge) openFile(e *effects.Effect, call *ast.CallExpr, args string) ([]analysis.TextEdit, bool) {
	if len(call.Args) == 0 || e.Bits.Append != 0 && !e.Flags.Lacks(e.Bits.Append) {
		return nil, false
	}
	gone, edits, ok := j.path(call.Args[0])
	if !ok || !j.needless(append(gone, toNodes(call.Args)...)) {
		return nil, false
	}
	more, ok := fix.Rename(call.Fun, e.Row.Temp)
	edits = append(append(edits, more...), analysis.TextEdit{Pos: call.Args[0].Pos(), End: call.Args[len(call.Args)-1].End(), NewText: []byte(args)})
	return edits, ok
}

// path returns the edits that delete what only computes the path: none for an
// expression in the call, the definition of a variable that nothing else uses.
func (j *judge) path(arg ast.Expr) (gone []ast.Node, edits []analysis.TextEdit, ok bool) {
	id, isIdent := ast.Unparen(arg).(*ast.Ident)
	if !isIdent {
		return nil, nil, true
	}
	v, isVar := j.pass.TypesInfo.Uses[id].(*types.Var)
	if !isVar {
		return nil, nil, true // a constant may stay
	}
	def := j.definition(v)
	if def == nil || j.uses(v) != 1 {
		return nil, nil, false
	}
	edits, ok = fix.DeleteStmts(j.pass, j.res.File(def.Pos()), def)
	return []ast.Node{def}, edits, ok
}

// definition returns the statement v := expression.
func (j *judge) definition(v *types.Var) *ast.AssignStmt {
	file := j.res.File(v.Pos())
	if file == nil {
		return nil
	}
	path, _ := astutil.PathEnclosingInterval(file, v.Pos(), v.Pos())
	for _, n := range path {
		if def, ok := n.(*ast.AssignStmt); ok {
			if def.Tok != token.DEFINE || len(def.Lhs) != 1 {
				return nil
			}
			return def
		}
	}
	return nil
}

func (j *judge) uses(v *types.Var) int {
	n := 0
	for _, obj := range j.pass.TypesInfo.Uses {
		if obj == v {
			n++
		}
	}
	return n
}

// directory rewrites
//
//	dir := path
//	if err := MkdirAll(dir, mode); err != nil {
//
// to dir, err := MkdirTemp(…), followed by the if.
func (j *judge) directory(call *ast.CallExpr, temp, args string) ([]analysis.TextEdit, bool) {
	id, ok := ast.Unparen(call.Args[0]).(*ast.Ident)
	if !ok {
		return nil, false
	}
	v, ok := j.pass.TypesInfo.Uses[id].(*types.Var)
	if !ok {
		return nil, false
	}
	file := j.res.File(call.Pos())
	def, cond := j.definition(v), enclosingIf(file, call)
	if def == nil || cond == nil || !adjacent(file, def, cond) || j.assigned(v) {
		return nil, false
	}
	init := cond.Init.(*ast.AssignStmt)
	scope := j.pass.TypesInfo.Scopes[cond].Parent()
	if other := scope.Lookup(init.Lhs[0].(*ast.Ident).Name); other != nil && other.Pos() > cond.Pos() {
		return nil, false // a later := would declare nothing new
	}
	if !j.needless([]ast.Node{def.Rhs[0], call.Args[1]}) {
		return nil, false
	}
	callee, ok := fix.Rename(call.Fun, temp)
	if !ok {
		return nil, false
	}
	fun := fix.Source(j.pass.Fset, call.Fun)
	fun = fun[:len(fun)-len(lastName(fun))] + string(callee[0].NewText)
	line := v.Name() + ", " + init.Lhs[0].(*ast.Ident).Name + " := " + fun + "(" + args + ")"
	return []analysis.TextEdit{
		{Pos: def.Pos(), End: def.End(), NewText: []byte(line)},
		{Pos: init.Pos(), End: cond.Cond.Pos()},
	}, true
}

func lastName(fun string) string { return fun[strings.LastIndexByte(fun, '.')+1:] }

// enclosingIf returns the statement "if err := call; …" around the call.
func enclosingIf(file *ast.File, call *ast.CallExpr) *ast.IfStmt {
	path, _ := astutil.PathEnclosingInterval(file, call.Pos(), call.End())
	for i, n := range path {
		def, ok := n.(*ast.AssignStmt)
		if !ok || i+1 >= len(path) {
			continue
		}
		cond, ok := path[i+1].(*ast.IfStmt)
		if !ok || cond.Init != ast.Stmt(def) || def.Tok != token.DEFINE || len(def.Lhs) != 1 || ast.Unparen(def.Rhs[0]) != call {
			return nil
		}
		return cond
	}
	return nil
}

// adjacent reports whether one statement follows the other in one block.
func adjacent(file *ast.File, first, second ast.Stmt) bool {
	path, _ := astutil.PathEnclosingInterval(file, second.Pos(), second.End())
	for _, n := range path {
		if block, ok := n.(*ast.BlockStmt); ok {
			i := slices.Index(block.List, second)
			return i > 0 && block.List[i-1] == first
		}
	}
	return false
}

// assigned reports whether the variable gets another value later.
func (j *judge) assigned(v *types.Var) bool {
	found := false
	for _, file := range j.pass.Files {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.AssignStmt:
				for _, l := range n.Lhs {
					if id, ok := l.(*ast.Ident); ok && j.pass.TypesInfo.Uses[id] == v {
						found = true
					}
				}
			case *ast.UnaryExpr:
				if id, ok := n.X.(*ast.Ident); ok && n.Op == token.AND && j.pass.TypesInfo.Uses[id] == v {
					found = true
				}
			}
			return true
		})
	}
	return found
}

// needless reports whether the file compiles without the nodes: the packages
// and variables in them are used elsewhere too.
func (j *judge) needless(nodes []ast.Node) bool {
	ok := true
	for _, n := range nodes {
		ast.Inspect(n, func(n ast.Node) bool {
			if id, isIdent := n.(*ast.Ident); isIdent {
				switch obj := j.pass.TypesInfo.Uses[id].(type) {
				case *types.PkgName:
					ok = ok && !j.res.Uses().OnlyIn(obj, nodes...)
				case *types.Var:
					inside := slices.ContainsFunc(nodes, func(n ast.Node) bool { return n.Pos() <= obj.Pos() && obj.Pos() < n.End() })
					ok = ok && (inside || obj.Parent() == j.pass.Pkg.Scope() || !j.res.Uses().OnlyIn(obj, nodes...))
				}
			}
			return true
		})
	}
	return ok
}

func toNodes(exprs []ast.Expr) []ast.Node {
	nodes := make([]ast.Node, len(exprs))
	for i, e := range exprs {
		nodes[i] = e
	}
	return nodes
}

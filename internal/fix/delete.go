package fix

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/astutil"
)

// DeleteStmts deletes statements, with their lines and the comments behind
// them where they stand alone. It refuses unless each stands in a list of
// statements, unlike the first part of an if, for or switch; and if a comment
// that begins behind one goes on below.
func DeleteStmts(pass *analysis.Pass, file *ast.File, stmts ...ast.Stmt) ([]analysis.TextEdit, bool) {
	tf := pass.Fset.File(file.FileStart)
	var edits []analysis.TextEdit
	for _, stmt := range stmts {
		l, ok := listAround(file, stmt)
		if !ok {
			return nil, false
		}
		start, end, ok := l.extent(tf, file, stmt, stmts)
		if !ok {
			return nil, false
		}
		edits = append(edits, analysis.TextEdit{Pos: start, End: end})
	}
	return join(edits), len(edits) > 0
}

// join makes one deletion of those that touch.
func join(edits []analysis.TextEdit) []analysis.TextEdit {
	slices.SortFunc(edits, func(a, b analysis.TextEdit) int { return cmp.Compare(a.Pos, b.Pos) })
	var joined []analysis.TextEdit
	for _, e := range edits {
		if n := len(joined); n > 0 && e.Pos <= joined[n-1].End {
			joined[n-1].End = max(joined[n-1].End, e.End)
			continue
		}
		joined = append(joined, e)
	}
	return joined
}

// A stmtList is a list of statements and what encloses it.
type stmtList struct {
	open, close token.Pos // of the brace or colon before, of what comes after
	stmts       []ast.Stmt
}

// listAround finds the list in which stmt stands.
func listAround(file *ast.File, stmt ast.Stmt) (stmtList, bool) {
	path, _ := astutil.PathEnclosingInterval(file, stmt.Pos(), stmt.End())
	i := slices.Index(path, ast.Node(stmt))
	if i < 0 || i+1 >= len(path) {
		return stmtList{}, false
	}
	var l stmtList
	switch parent := path[i+1].(type) {
	case *ast.BlockStmt:
		l = stmtList{parent.Lbrace, parent.Rbrace, parent.List}
	case *ast.CaseClause:
		l = stmtList{parent.Colon, clauseEnd(path[i+1:]), parent.Body}
	case *ast.CommClause:
		l = stmtList{parent.Colon, clauseEnd(path[i+1:]), parent.Body}
	}
	return l, slices.Contains(l.stmts, stmt)
}

// clauseEnd returns where the next clause begins, or the end of the switch.
func clauseEnd(path []ast.Node) token.Pos {
	block, ok := path[1].(*ast.BlockStmt)
	if !ok {
		return token.NoPos
	}
	i := slices.Index(block.List, path[0].(ast.Stmt))
	if i+1 < len(block.List) {
		return block.List[i+1].Pos()
	}
	return block.Rbrace
}

// extent returns what goes with stmt and with those beside it that go too:
// whole lines if nothing else is on them, else the way to the neighbour on
// the line.
func (l stmtList) extent(tf *token.File, file *ast.File, stmt ast.Stmt, going []ast.Stmt) (start, end token.Pos, ok bool) {
	from := slices.Index(l.stmts, stmt)
	to := from
	for from > 0 && slices.Contains(going, l.stmts[from-1]) {
		from--
	}
	for to+1 < len(l.stmts) && slices.Contains(going, l.stmts[to+1]) {
		to++
	}
	start, end = l.stmts[from].Pos(), l.stmts[to].End()
	before, after := l.open, l.close
	if from > 0 {
		before = l.stmts[from-1].End()
	}
	if to+1 < len(l.stmts) {
		after = l.stmts[to+1].Pos()
	}
	first, last := tf.Line(start), tf.Line(end)
	sharedBefore, sharedAfter := tf.Line(before) == first, tf.Line(after) == last
	switch {
	case sharedAfter && to+1 < len(l.stmts):
		return start, after, true
	case sharedBefore && from > 0:
		return before, end, true
	case sharedBefore || sharedAfter:
		return start, end, true
	case commentGoesOn(tf, file, last):
		return 0, 0, false
	}
	return tf.LineStart(first), tf.LineStart(last + 1), true
}

// commentGoesOn reports whether a comment begins on the line and ends below.
func commentGoesOn(tf *token.File, file *ast.File, line int) bool {
	for _, group := range file.Comments {
		for _, c := range group.List {
			if tf.Line(c.Pos()) == line && tf.Line(c.End()) > line {
				return true
			}
		}
	}
	return false
}

// A Uses finds where the objects of a package are used.
type Uses map[types.Object][]*ast.Ident

// UsesOf lists them all: once for a package, not once for a fix.
func UsesOf(info *types.Info) Uses {
	uses := make(Uses, len(info.Defs))
	for id, obj := range info.Uses {
		uses[obj] = append(uses[obj], id)
	}
	return uses
}

// OnlyIn reports whether obj is used nowhere but inside the nodes: after
// deleting them its declaration can go too, and must.
func (u Uses) OnlyIn(obj types.Object, nodes ...ast.Node) bool {
	for _, id := range u[obj] {
		inside := slices.ContainsFunc(nodes, func(n ast.Node) bool { return n.Pos() <= id.Pos() && id.End() <= n.End() })
		if !inside {
			return false
		}
	}
	return true
}

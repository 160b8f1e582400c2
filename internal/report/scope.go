package report

import (
	"go/ast"
	"go/token"
)

// fileDirectives finds the directives of a file and the lines each is about.
// One behind code is about its line. One on a line of its own is about what
// begins after its comment group, so that several can be stacked: a statement
// or declaration that goes over several lines, up to its block if it has one.
func fileDirectives(tf *token.File, f *ast.File) []*Directive {
	var (
		found  []*Directive
		starts map[int]int // offset of the first token of each line, made when needed
	)
	for _, group := range f.Comments {
		for _, c := range group.List {
			p, ok := parseDirective(c.Text)
			if !ok {
				continue
			}
			if starts == nil {
				starts = lineStarts(tf, f)
			}
			d := &Directive{Pos: c.Pos(), End: c.End(), Names: p.Names, Reason: p.Reason, Problem: p.Problem, file: tf}
			d.first = tf.Line(c.Pos())
			d.last = d.first
			if start, code := starts[d.first]; !code || start > tf.Offset(c.Pos()) {
				d.first = tf.Line(group.End()) + 1
				d.last = lastLine(tf, f, d.first)
			}
			found = append(found, d)
		}
	}
	return found
}

// lineStarts returns, for each line on which some syntax node begins or ends,
// the smallest such offset.
func lineStarts(tf *token.File, f *ast.File) map[int]int {
	starts := make(map[int]int)
	note := func(p token.Pos) {
		line, offset := tf.Line(p), tf.Offset(p)
		if old, ok := starts[line]; !ok || offset < old {
			starts[line] = offset
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n.(type) {
		case nil, *ast.Comment, *ast.CommentGroup:
			return false
		case *ast.File:
			note(f.Package)
			return true
		}
		note(n.Pos())
		if end := n.End(); end > n.Pos() {
			note(end - 1)
		}
		return true
	})
	return starts
}

// lastLine returns the last line of what begins on the given line.
func lastLine(tf *token.File, f *ast.File, line int) int {
	last := line
	ast.Inspect(f, func(n ast.Node) bool {
		switch n.(type) {
		case nil, *ast.Comment, *ast.CommentGroup:
			return false
		case *ast.File:
			return true
		}
		if tf.Line(n.Pos()) == line {
			last = max(last, tf.Line(headEnd(n)))
		}
		return tf.Line(n.Pos()) <= line && line <= tf.Line(n.End())
	})
	return last
}

// headEnd returns the end of a node, or where the first block or list of
// statements or declarations in it begins: what is in there has lines of its
// own to put a directive on.
func headEnd(n ast.Node) token.Pos {
	end := n.End()
	ast.Inspect(n, func(inner ast.Node) bool {
		switch inner := inner.(type) {
		case *ast.BlockStmt:
			end = min(end, inner.Lbrace)
		case *ast.CaseClause:
			end = min(end, inner.Colon)
		case *ast.CommClause:
			end = min(end, inner.Colon)
		case *ast.GenDecl:
			if inner.Lparen.IsValid() {
				end = min(end, inner.Lparen)
			}
		}
		return true
	})
	return end
}

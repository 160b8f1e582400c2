package filemode

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"math/bits"

	"golang.org/x/tools/go/analysis"

	"github.com/permvet/permvet/internal/fix"
	"github.com/permvet/permvet/internal/report"
)

// comparisons finds permission bits that are compared as numbers: 0477 is less
// than 0600 and lets everybody in.
func (j *judge) comparisons() {
	j.each((*ast.BinaryExpr)(nil), func(n ast.Node) {
		cmp := n.(*ast.BinaryExpr)
		mode, op, limit := cmp.X, cmp.Op, cmp.Y
		if j.constOf(mode) != nil {
			mode, op, limit = cmp.Y, mirrored[cmp.Op], cmp.X
		}
		v := j.constOf(limit)
		if mirrored[op] == 0 || v == nil || j.constOf(mode) != nil || !j.holdsMode(mode) {
			return
		}
		m, ok := constant.Uint64Val(v)
		if ok && !rangeCheck(op, m) && !j.oneDigit(mode) && !j.modesMeanNothing(cmp.Pos()) {
			j.reportComparison(cmp, mode, op, m)
		}
	})
}

// mirrored are the operators of order, with their operands exchanged.
var mirrored = map[token.Token]token.Token{token.LSS: token.GTR, token.GTR: token.LSS, token.LEQ: token.GEQ, token.GEQ: token.LEQ}

// rangeCheck reports whether the comparison asks whether the number is a mode
// at all, or whether any bit is set.
func rangeCheck(op token.Token, m uint64) bool {
	switch op {
	case token.GTR, token.LEQ:
		return bits.OnesCount64(m+1) == 1 // 0, 0777, 07777
	case token.LSS, token.GEQ:
		return m <= 1 || bits.OnesCount64(m) == 1 && m > perm
	}
	return true
}

func (j *judge) constOf(e ast.Expr) constant.Value {
	v := j.pass.TypesInfo.Types[e].Value
	if v == nil || v.Kind() != constant.Int {
		return nil
	}
	return v
}

// holdsMode reports whether an expression is made of an os.FileMode.
func (j *judge) holdsMode(e ast.Expr) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.BinaryExpr:
		if e.Op != token.AND && e.Op != token.OR && e.Op != token.AND_NOT {
			return false
		}
		return j.constOf(e.X) == nil && j.holdsMode(e.X) || j.constOf(e.Y) == nil && j.holdsMode(e.Y)
	case *ast.CallExpr:
		if len(e.Args) == 1 && j.pass.TypesInfo.Types[e.Fun].IsType() {
			return j.holdsMode(e.Args[0])
		}
	}
	return isFileMode(j.pass.TypesInfo.TypeOf(e))
}

// oneDigit reports whether a mask leaves one octal digit: within it, order is
// meaning enough.
func (j *judge) oneDigit(e ast.Expr) bool {
	b, ok := ast.Unparen(e).(*ast.BinaryExpr)
	if !ok || b.Op != token.AND {
		return false
	}
	for _, x := range []ast.Expr{b.X, b.Y} {
		if v := j.constOf(x); v != nil {
			if m, ok := constant.Uint64Val(v); ok && (m&^0o7 == 0 || m&^0o70 == 0 || m&^0o700 == 0) {
				return true
			}
		}
	}
	return false
}

func (j *judge) reportComparison(cmp *ast.BinaryExpr, mode ast.Expr, op token.Token, m uint64) {
	f := report.Finding{Kind: modeCompare, Level: report.Error, Pos: cmp.Pos(), End: cmp.End()}
	f.Message = fmt.Sprintf("permission bits are compared as a number: %s is not greater than %s, but lets everybody in; test the bits with &^", counterexample(m), octal(m))
	if op == token.LSS || op == token.GEQ {
		f.Message = fmt.Sprintf("permission bits are compared as a number, which does not tell what they allow: test the bits of %s", octal(m))
	}
	f.Fixes = j.testBits(cmp, mode, op)
	j.reportAt(f)
}

// counterexample is a smaller number with more rights for others.
func counterexample(m uint64) string {
	if u := m >> 6; u > 0 {
		return octal((u-1)<<6 | 0o77)
	}
	return octal(m &^ 1)
}

// testBits rewrites mode > limit to mode&^limit != 0.
func (j *judge) testBits(cmp *ast.BinaryExpr, mode ast.Expr, op token.Token) []analysis.SuggestedFix {
	limit, test := cmp.Y, " != 0"
	if mode == cmp.Y {
		limit = cmp.X
	}
	switch op {
	case token.GTR:
	case token.LEQ:
		test = " == 0"
	default:
		return nil
	}
	if _, binary := limit.(*ast.BinaryExpr); binary || !simple(mode) {
		return nil
	}
	text := fix.Source(j.pass.Fset, mode) + "&^" + fix.Source(j.pass.Fset, limit) + test
	return []analysis.SuggestedFix{{Message: "Test the bits", TextEdits: fix.Replace(cmp, text)}}
}

// simple reports whether an expression can stand before &^ without parentheses.
func simple(e ast.Expr) bool {
	b, ok := e.(*ast.BinaryExpr)
	return !ok || b.Op.Precedence() == token.AND_NOT.Precedence()
}

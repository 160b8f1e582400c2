package filemode

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/inspect"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/permvet/permvet/internal/fix"
	"github.com/permvet/permvet/internal/report"
)

// This file finds modes that are written without the octal prefix: 644 is
// 01204, which is w for the owner, r for others, and sticky.

// decimalMode judges the mode of a call by its value: one that nobody would
// choose but whose decimal digits read as a common mode was meant in octal.
func (j *judge) decimalMode(s *site) bool {
	m, ok := s.Mode.Known(^uint64(0))
	if !ok || !misread(m, 10) && !misread(m, 16) {
		return false
	}
	expr := j.modeExpr(s)
	if expr == nil {
		return false
	}
	return j.decimalConst(expr, m, s.isDir())
}

// decimalConst reports the literal that a constant expression comes from, or
// the expression when that is in another package.
func (j *judge) decimalConst(expr ast.Expr, m uint64, dir bool) bool {
	if lit := j.literalOf(expr); lit != nil {
		return j.decimalLiteral(lit, dir)
	}
	if !misread(m, 10) {
		return false
	}
	meant := forDir(strconv.FormatUint(m, 10), dir)
	j.reportAt(report.Finding{
		Kind: decimalMode, Level: report.Error, Pos: expr.Pos(), End: expr.End(),
		Message: fmt.Sprintf("%s is %d in decimal, that is %s", fix.Source(j.pass.Fset, expr), m, misreading(m, meant)),
	})
	return true
}

// literalOf follows a constant of this package to the literal it stands for.
func (j *judge) literalOf(expr ast.Expr) *ast.BasicLit {
	for {
		switch e := ast.Unparen(expr).(type) {
		case *ast.BasicLit:
			return e
		case *ast.CallExpr:
			if len(e.Args) != 1 || !j.pass.TypesInfo.Types[e.Fun].IsType() {
				return nil
			}
			expr = e.Args[0]
		case *ast.Ident:
			c, ok := j.pass.TypesInfo.Uses[e].(*types.Const)
			if !ok || j.constants()[c] == nil {
				return nil
			}
			expr = j.constants()[c]
		default:
			return nil
		}
	}
}

// constants returns the expressions of the package's constants.
func (j *judge) constants() map[*types.Const]ast.Expr {
	if j.consts == nil {
		j.consts = make(map[*types.Const]ast.Expr)
		j.each((*ast.ValueSpec)(nil), func(n ast.Node) {
			spec := n.(*ast.ValueSpec)
			for i, name := range spec.Names {
				if c, ok := j.pass.TypesInfo.Defs[name].(*types.Const); ok && i < len(spec.Values) {
					j.consts[c] = spec.Values[i]
				}
			}
		})
	}
	return j.consts
}

// each visits the nodes of one type.
func (j *judge) each(of ast.Node, visit func(ast.Node)) {
	j.pass.ResultOf[inspect.Analyzer].(*inspector.Inspector).Preorder([]ast.Node{of}, visit)
}

// decimalModes judges the literals that are of type os.FileMode wherever they
// stand. Masks in decimal are for the umask check.
func (j *judge) decimalModes() {
	j.each((*ast.BasicLit)(nil), func(n ast.Node) {
		if lit := n.(*ast.BasicLit); lit.Kind == token.INT && isFileMode(j.pass.TypesInfo.TypeOf(lit)) {
			j.decimalLiteral(lit, false)
		}
	})
}

// decimalLiteral judges one literal and reports whether it is wrong.
func (j *judge) decimalLiteral(lit *ast.BasicLit, dir bool) bool {
	digits, base := strings.ReplaceAll(strings.ToLower(lit.Value), "_", ""), 10
	if rest, hex := strings.CutPrefix(digits, "0x"); hex {
		digits, base = strings.TrimLeft(rest, "0"), 16
	}
	m, err := strconv.ParseUint(digits, base, 64)
	if err != nil || digits == "" || digits[0] == '0' || len(digits) < 2 || j.modesMeanNothing(lit.Pos()) {
		return false
	}
	if misread(m, base) {
		digits = forDir(digits, dir)
		j.reportAt(report.Finding{
			Kind: decimalMode, Level: report.Error, Pos: lit.Pos(), End: lit.End(),
			Message: fmt.Sprintf("%s is not octal: it is %s", lit.Value, misreading(m, digits)),
			Fixes:   []analysis.SuggestedFix{{Message: "Write 0o" + digits, TextEdits: fix.Replace(lit, "0o"+digits)}},
		})
		return true
	}
	if typicalMode(m) && m > 0o77 {
		j.reportAt(report.Finding{
			Kind: decimalMode, Level: report.Note, Pos: lit.Pos(), End: lit.End(),
			Message: fmt.Sprintf("mode %s is written as %s, where readers expect octal", octal(m), lit.Value),
			Fixes:   []analysis.SuggestedFix{{Message: "Write it in octal", TextEdits: fix.Replace(lit, fmt.Sprintf("0o%o", m))}},
		})
	}
	return false
}

// forDir adds x to octal digits that are for a directory and have none: 644 is
// the mode of a file.
func forDir(digits string, dir bool) string {
	if m, err := strconv.ParseUint(digits, 8, 64); err == nil && dir {
		return strconv.FormatUint(withSearch(m), 8)
	}
	return digits
}

func misreading(m uint64, digits string) string {
	meant, _ := strconv.ParseUint(digits, 8, 64)
	return fmt.Sprintf("%s (%s), where 0o%s (%s) was meant", octal(m), rwx(m), digits, rwx(meant))
}

// misread reports whether a value is no typical one itself, but its digits in
// the base are when they are read as octal.
func misread(m uint64, base int) bool {
	meant, err := strconv.ParseUint(strconv.FormatUint(m, base), 8, 64)
	return err == nil && typicalMode(meant) && !typicalMode(m)
}

// typicalMode reports whether people choose such a mode: no class of users may
// do what the one before it may not, and nobody gets w without r.
func typicalMode(m uint64) bool {
	u, g, o := m>>6, m>>3&7, m&7
	if m > perm || u < 4 || g&^u != 0 || o&^g != 0 {
		return false
	}
	odd := func(c uint64) bool { return c == 2 || c == 3 || c == 6 && u == 7 }
	return !odd(g) && !odd(o)
}

package filemode

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/permvet/permvet/internal/fix"
)

// modeExpr returns the argument that states the mode as a constant, if there
// is exactly one: of the call itself, or of the call of a wrapper.
func (j *judge) modeExpr(s *site) ast.Expr {
	m, ok := s.Mode.Known(^uint64(0))
	call := j.res.CallExpr(s.Effect)
	if !ok || call == nil {
		return nil
	}
	if at := int(s.Row.Mode) - 1; s.Own() && at >= 0 && at < len(call.Args) && j.isConst(call.Args[at], m) {
		return call.Args[at]
	}
	if !s.Own() {
		if arg := j.res.PassedExpr(s.Effect, s.Inside.Mode.Src); arg != nil && j.isConst(arg, m) {
			return arg
		}
	}
	var found ast.Expr
	for _, arg := range call.Args {
		if !isFileMode(j.pass.TypesInfo.TypeOf(arg)) || !j.isConst(arg, m) {
			continue
		}
		if found != nil {
			return nil
		}
		found = arg
	}
	return found
}

func (j *judge) isConst(e ast.Expr, m uint64) bool {
	tv := j.pass.TypesInfo.Types[e]
	if tv.Value == nil || tv.Value.Kind() != constant.Int {
		return false
	}
	v, ok := constant.Uint64Val(tv.Value)
	return ok && v == m
}

func isFileMode(t types.Type) bool {
	n, ok := types.Unalias(t).(*types.Named)
	return ok && n.Obj().Name() == "FileMode" && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == "io/fs"
}

// setMode is the fix that states another mode in the call.
func (j *judge) setMode(s *site, m uint64) []analysis.SuggestedFix {
	e := j.modeExpr(s)
	if e == nil {
		return nil
	}
	text := spell(e, m)
	return []analysis.SuggestedFix{{Message: fmt.Sprintf("Use mode %s", text), TextEdits: fix.Replace(e, text)}}
}

// spell writes a mode the way the one it replaces is written.
func spell(old ast.Expr, m uint64) string {
	if lit, ok := ast.Unparen(old).(*ast.BasicLit); ok && strings.HasPrefix(lit.Value, "0") && len(lit.Value) > 1 && lit.Value[1] >= '0' && lit.Value[1] <= '7' {
		return octal(m)
	}
	if m == 0 {
		return "0"
	}
	return fmt.Sprintf("0o%o", m)
}

// narrow is the fix that takes write access from others.
func (j *judge) narrow(s *site) []analysis.SuggestedFix { return j.setMode(s, j.better(s)) }

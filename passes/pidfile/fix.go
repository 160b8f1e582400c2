package pidfile

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/fix"
	"github.com/permvet/permvet/passes/effects"
)

// ownerOnly takes the right to write from group and other.
func (j *judge) ownerOnly(e *effects.Effect) []analysis.SuggestedFix {
	call := j.res.CallExpr(e)
	if call == nil || !e.Own() || e.Row.Mode <= 0 || e.Row.ModeField != "" {
		return nil
	}
	edits, ok := fix.ReplaceArg(call, int(e.Row.Mode)-1, "0o644")
	if !ok || !j.needless(call.Args[e.Row.Mode-1]) {
		return nil
	}
	return []analysis.SuggestedFix{{Message: "Use mode 0o644", TextEdits: edits}}
}

// helper lets the companion library write the number of this process under a
// lock, in place of a call that writes a whole file.
func (j *judge) helper(e *effects.Effect) []analysis.SuggestedFix {
	call := j.res.CallExpr(e)
	if call == nil || !e.Own() || e.Row.Path != 1 || e.Row.Data != 2 || e.Data.Taint&api.TaintOwnPid == 0 || !fix.HelperAvailable(j.pass, j.r.Helpers()) {
		return nil
	}
	if !j.needless(call.Fun, call.Args[1], call.Args[2]) {
		return nil
	}
	callee, edits := fix.WritePIDFile.Use(j.pass, j.res.File(call.Pos()), call.Pos())
	edits = append(edits, fix.Replace(call.Fun, callee)...)
	edits = append(edits, analysis.TextEdit{Pos: call.Args[0].End(), End: call.Args[2].End()})
	return []analysis.SuggestedFix{{
		Message:   "Use safecreate.WritePIDFile, which holds a lock on the file for the life of the process; its mode is 0o644",
		TextEdits: edits,
	}}
}

// needless reports whether the file compiles without the nodes: the packages
// and variables in them are used elsewhere too.
func (j *judge) needless(nodes ...ast.Node) bool {
	ok := true
	for _, n := range nodes {
		ast.Inspect(n, func(n ast.Node) bool {
			if id, isIdent := n.(*ast.Ident); isIdent {
				switch obj := j.pass.TypesInfo.Uses[id].(type) {
				case *types.PkgName, *types.Var:
					inside := slices.ContainsFunc(nodes, func(n ast.Node) bool { return n.Pos() <= obj.Pos() && obj.Pos() < n.End() })
					ok = ok && (inside || obj.Parent() == j.pass.Pkg.Scope() || !j.res.Uses().OnlyIn(obj, nodes...))
				}
			}
			return true
		})
	}
	return ok
}

package chmodrace

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

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/fix"
	"github.com/permvet/permvet/passes/effects"
)

// bornNarrow moves the final mode to the creation. The chmod stays: it gives
// the owner the rights that the umask may take, and reaches a file that
// existed before.
func (j *judge) bornNarrow(m, c *effects.Effect) []analysis.SuggestedFix {
	call := j.res.CallExpr(m)
	mode, ok := firstMode(m, c)
	if !ok || call == nil || !m.Own() || m.Row.Library() {
		return nil
	}
	text := "0o" + strconv.FormatUint(mode, 8)
	var fixes []analysis.SuggestedFix
	if edits, ok := withMode(j.pass, m, call, text); ok {
		fixes = append(fixes, analysis.SuggestedFix{Message: "Create it with mode " + text, TextEdits: edits})
	}
	exact := j.helper(m, text)
	if j.r.Helpers() {
		return append(exact, fixes...)
	}
	return append(fixes, exact...)
}

// helper offers the function of the companion library that gives a mode to
// what exists too. An empty mode leaves the argument as it is.
func (j *judge) helper(m *effects.Effect, mode string) []analysis.SuggestedFix {
	call := j.res.CallExpr(m)
	if call == nil || !m.Own() || !fix.HelperAvailable(j.pass, j.r.Helpers()) {
		return nil
	}
	name, arg, ok := m.Row.Helper()
	if !ok || call.Ellipsis.IsValid() || mode == "" && arg > len(call.Args) {
		return nil
	}
	callee, edits := fix.Helper{Name: name, Params: arg}.Use(j.pass, fileOf(j.pass, call.Pos()), call.Pos())
	edits = append(edits, fix.Replace(call.Fun, callee)...)
	if mode != "" {
		set := fix.InsertArg
		if arg <= len(call.Args) {
			set = fix.ReplaceArg
		}
		more, ok := set(call, arg-1, mode)
		if !ok {
			return nil
		}
		edits = append(edits, more...)
	}
	return []analysis.SuggestedFix{{Message: "Use " + callee + ", " + change(m), TextEdits: edits}}
}

// change says what else is different with the helper.
func change(m *effects.Effect) string {
	switch {
	case m.What == api.Dir:
		return "which narrows a directory that is there, and refuses links and the directories of others"
	case m.Row.Result == 0:
		return "which puts a new file in place of an old one, and refuses links and the files of others"
	}
	return "which narrows a file that is there, and refuses links and the files of others"
}

// firstMode is the mode to create with: the final one, less what the creation
// did not give before. It is unknown where bits beyond the permissions may be
// set.
func firstMode(m, c *effects.Effect) (uint64, bool) {
	old, ok := m.Mode.Known(^uint64(0))
	if !ok || old > 0o777 {
		return 0, false
	}
	final, ok := c.Mode.Known(^uint64(0))
	return final & (old | 0o700), ok && final <= 0o777
}

// withMode edits a creating call so that it asks for the mode.
func withMode(pass *analysis.Pass, m *effects.Effect, call *ast.CallExpr, mode string) ([]analysis.TextEdit, bool) {
	row := m.Row
	switch {
	case row.Mode > 0 && row.ModeField == "":
		return fix.ReplaceArg(call, int(row.Mode)-1, mode)
	case row.Moded != "" && row.Path > 0 && len(call.Args) == int(row.Path):
		edits, ok := fix.Rename(call.Fun, row.Moded)
		if !ok {
			return nil, false
		}
		flags, more := openFlags(pass, call.Pos(), row)
		last := call.Args[len(call.Args)-1]
		return append(append(edits, more...), fix.Insert(last.End(), ", "+flags+", "+mode)...), true
	}
	return nil, false
}

// openFlags writes the flags that the row's call fixes.
func openFlags(pass *analysis.Pass, pos token.Pos, row *api.Call) (string, []analysis.TextEdit) {
	file := fileOf(pass, pos)
	var names []string
	var edits []analysis.TextEdit
	for _, flag := range strings.Split(row.FixedFlags, "|") {
		prefix, more := fix.AddImport(pass, file, pos, "os", "os", flag)
		names, edits = append(names, prefix+flag), more
	}
	return strings.Join(names, "|"), edits
}

func fileOf(pass *analysis.Pass, pos token.Pos) *ast.File {
	for _, f := range pass.Files {
		if f.FileStart <= pos && pos <= f.FileEnd {
			return f
		}
	}
	return nil
}

// throughHandle turns the chmod by name into one of the open file.
func (j *judge) throughHandle(f *effects.Func, m, c *effects.Effect) []analysis.SuggestedFix {
	call := j.res.CallExpr(c)
	if call == nil || c.Deferred || len(call.Args) != 2 || c.Row.RawMode || !f.Dominates(m, c) {
		return nil
	}
	left := []ast.Node{call.Fun, call.Args[0]}
	handle := nameCall(j.pass, call.Args[0])
	if handle == "" {
		handle = j.variable(m, call.Pos())
	} else {
		left = left[:1] // the file is still used
	}
	if handle == "" || !j.usedElsewhere(left) {
		return nil
	}
	return []analysis.SuggestedFix{{
		Message: fmt.Sprintf("Use %s.Chmod", handle),
		TextEdits: []analysis.TextEdit{
			{Pos: call.Pos(), End: call.Args[1].Pos(), NewText: []byte(handle + ".Chmod(")},
		},
	}}
}

// nameCall returns f for the expression f.Name() of an *os.File f.
func nameCall(pass *analysis.Pass, e ast.Expr) string {
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok || len(call.Args) != 0 {
		return ""
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	if _, ok := ast.Unparen(sel.X).(*ast.Ident); ok && isFile(pass.TypesInfo.TypeOf(sel.X)) {
		return fix.Source(pass.Fset, sel.X)
	}
	return ""
}

// indexAssignments notes which call each assignment stores, and how often each
// variable is assigned.
func (j *judge) indexAssignments() {
	if j.assigns != nil {
		return
	}
	j.assigns, j.assigned = map[ast.Expr]*ast.AssignStmt{}, map[types.Object]int{}
	in := j.pass.ResultOf[inspect.Analyzer].(*inspector.Inspector)
	in.Preorder([]ast.Node{(*ast.AssignStmt)(nil)}, func(n ast.Node) {
		a := n.(*ast.AssignStmt)
		if len(a.Rhs) == 1 {
			j.assigns[ast.Unparen(a.Rhs[0])] = a
		}
		for _, l := range a.Lhs {
			if id, ok := l.(*ast.Ident); ok {
				j.assigned[j.pass.TypesInfo.ObjectOf(id)]++
			}
		}
	})
}

// variable returns the name of the variable that the creation m is assigned
// to, if it can be used at pos and is assigned nowhere else.
func (j *judge) variable(m *effects.Effect, pos token.Pos) string {
	creation := j.res.CallExpr(m)
	i := fileResult(m.Instr.Common().Signature())
	if creation == nil || i < 0 {
		return ""
	}
	j.indexAssignments()
	assign := j.assigns[creation]
	if assign == nil || i >= len(assign.Lhs) {
		return ""
	}
	id, ok := assign.Lhs[i].(*ast.Ident)
	if !ok || id.Name == "_" {
		return ""
	}
	obj := j.pass.TypesInfo.ObjectOf(id)
	if obj == nil {
		return ""
	}
	scope := j.pass.Pkg.Scope().Innermost(pos)
	if scope == nil || j.assigned[obj] != 1 {
		return ""
	}
	if _, seen := scope.LookupParent(obj.Name(), pos); seen != obj {
		return ""
	}
	return obj.Name()
}

// usedElsewhere reports whether the packages and variables that the nodes use
// are used outside of them too, so that the file compiles without the nodes.
func (j *judge) usedElsewhere(nodes []ast.Node) bool {
	ok := true
	for _, n := range nodes {
		ast.Inspect(n, func(n ast.Node) bool {
			if id, isIdent := n.(*ast.Ident); isIdent {
				switch obj := j.pass.TypesInfo.Uses[id].(type) {
				case *types.PkgName, *types.Var:
					ok = ok && !j.res.Uses().OnlyIn(obj, nodes...)
				}
			}
			return true
		})
	}
	return ok
}

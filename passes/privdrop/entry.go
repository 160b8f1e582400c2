package privdrop

import (
	"go/ast"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis/passes/inspect"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/permvet/permvet/internal/report"
)

// entries reports entries of a user database that are written with a uid and
// without a gid: who logs in as that user is in root's group.
func (j *judge) entries() {
	in := j.pass.ResultOf[inspect.Analyzer].(*inspector.Inspector)
	var fn *ast.FuncDecl // the last one
	in.Preorder([]ast.Node{(*ast.CompositeLit)(nil), (*ast.FuncDecl)(nil)}, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.FuncDecl:
			fn = n
		case *ast.CompositeLit:
			if !j.lacksGroup(n) || !isEntry(j.pass.TypesInfo.TypeOf(n)) || fn != nil && n.Pos() < fn.End() && setsGroup(fn) {
				return
			}
			j.reportAt(report.Finding{
				Kind: dropConditional, Level: report.Warning, Pos: n.Pos(), End: n.End(),
				Message: "the entry of a user has a uid but no gid, which is 0 then: whoever logs in is in root's group; set the gid of the same user",
			})
		}
	})
}

// isEntry reports whether t is a line of a user database: numbers for the user
// and the group, a home directory, a shell.
func isEntry(t types.Type) bool {
	if t == nil {
		return false
	}
	st, ok := t.Underlying().(*types.Struct)
	if !ok {
		return false
	}
	var uid, gid, home, shell bool
	for i := range st.NumFields() {
		b, ok := st.Field(i).Type().Underlying().(*types.Basic)
		if !ok {
			continue
		}
		name, number := strings.ToLower(st.Field(i).Name()), b.Info()&types.IsInteger != 0
		uid = uid || number && name == "uid"
		gid = gid || number && name == "gid"
		home = home || !number && isHome(name)
		shell = shell || !number && isShell(name)
	}
	return uid && gid && home && shell
}

func isHome(field string) bool  { return field == "dir" || strings.HasPrefix(field, "home") }
func isShell(field string) bool { return strings.Contains(field, "shell") }

// lacksGroup reports whether the literal has the uid of somebody and what they
// log in with, and leaves out the gid.
func (j *judge) lacksGroup(lit *ast.CompositeLit) bool {
	uid, login := false, false
	for _, e := range lit.Elts {
		kv, ok := e.(*ast.KeyValueExpr)
		if !ok {
			return false
		}
		key, ok := kv.Key.(*ast.Ident)
		if !ok {
			return false
		}
		switch name := strings.ToLower(key.Name); {
		case name == "uid":
			uid = j.pass.TypesInfo.Types[kv.Value].Value == nil // a constant 0 is root
		case name == "gid":
			return false
		case isHome(name), isShell(name):
			login = true
		}
	}
	return uid && login
}

// setsGroup reports whether the function assigns a gid to anything.
func setsGroup(fn *ast.FuncDecl) bool {
	found := false
	ast.Inspect(fn, func(n ast.Node) bool {
		if as, ok := n.(*ast.AssignStmt); ok {
			for _, l := range as.Lhs {
				sel, ok := l.(*ast.SelectorExpr)
				found = found || ok && strings.EqualFold(sel.Sel.Name, "gid")
			}
		}
		return !found
	})
	return found
}

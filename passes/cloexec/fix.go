package cloexec

import (
	"go/ast"
	"go/types"
	"path"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/fix"
	"github.com/permvet/permvet/passes/effects"
)

// fixes offers what makes the descriptor close-on-exec at its birth on every
// system that the file is built for: the flag, the call that takes the flag,
// else the lock that keeps children from being started meanwhile.
func (j *judge) fixes(f *effects.Func, e *effects.Effect, v verdict) []analysis.SuggestedFix {
	if fixes := j.flagFixes(e); fixes != nil {
		return fixes
	}
	if fixes := j.siblingFixes(e); fixes != nil {
		return fixes
	}
	if v.kind == race {
		return nil
	}
	return j.lockFixes(e)
}

// place returns what a fix needs: the call, its file, the systems of the file.
func (j *judge) place(e *effects.Effect) (call *ast.CallExpr, file *ast.File, gooses []string) {
	call = j.res.CallExpr(e)
	if call == nil || call.Ellipsis.IsValid() {
		return nil, nil, nil
	}
	for _, file := range j.pass.Files {
		if file.FileStart <= call.Pos() && call.Pos() < file.FileEnd {
			return call, file, fix.Builds(j.pass, file)
		}
	}
	return nil, nil, nil
}

// everywhere reports whether every system that the file of e is built for has
// the call and its flag.
func (j *judge) everywhere(e *effects.Effect, fd *api.FD) bool {
	_, file, gooses := j.place(e)
	return file != nil && fix.AllHave(gooses, func(goos string) bool {
		return has(e.Row.GOOS, goos) && (fd == nil || has(fd.FlagGOOS, goos))
	})
}

// flagFixes adds the flag.
func (j *judge) flagFixes(e *effects.Effect) []analysis.SuggestedFix {
	call, file, _ := j.place(e)
	if call == nil || e.FD.Flag == "" || e.CloseOnExec == 0 || !j.everywhere(e, e.FD) {
		return nil
	}
	if !e.Own() {
		return j.callerFix(e, call, file)
	}
	arg := argExpr(call, e.FD.FlagArg)
	if arg == nil {
		return nil
	}
	prefix, edits := j.qualifier(e, file, call, e.FD.Flag)
	flag := prefix + e.FD.Flag
	switch {
	case prefix == "" && edits == nil && !j.dotImported(e, call, e.FD.Flag):
		return nil
	case e.Row.Does == api.Fcntl:
		edits = append(edits, fix.Replace(arg, flag)...)
	case e.FD.FlagField != "":
		inner := j.fieldEdits(arg, e.FD.FlagField, flag)
		if inner == nil {
			return nil
		}
		edits = append(edits, inner...)
	default:
		edits = append(edits, fix.OrFlag(arg, flag)...)
	}
	return []analysis.SuggestedFix{{Message: "Add " + flag, TextEdits: edits}}
}

// qualifier says how to write a constant that belongs to the package of the
// call; a raw system call's may be that of x/sys/unix.
func (j *judge) qualifier(e *effects.Effect, file *ast.File, call *ast.CallExpr, name string) (string, []analysis.TextEdit) {
	pkg := e.Callee.Pkg()
	if pkg.Scope().Lookup(name) == nil {
		for _, p := range j.pass.Pkg.Imports() {
			if api.Known(p.Path()) && p.Scope().Lookup(name) != nil {
				pkg = p
			}
		}
	}
	return fix.AddImport(j.pass, file, call.Pos(), pkg.Path(), pkg.Name(), name)
}

// dotImported reports whether a name of the call's package can be written bare.
func (j *judge) dotImported(e *effects.Effect, call *ast.CallExpr, name string) bool {
	_, ok := ast.Unparen(call.Fun).(*ast.Ident)
	return ok && e.Callee.Pkg().Scope().Lookup(name) != nil
}

// callerFix adds the flag to the argument that a wrapper uses as its flags.
func (j *judge) callerFix(e *effects.Effect, call *ast.CallExpr, file *ast.File) []analysis.SuggestedFix {
	arg := j.callersFlags(e)
	if arg == nil {
		return nil
	}
	home := api.PackageOf(e.Row.Name)
	imported := false
	for _, p := range j.pass.Pkg.Imports() {
		imported = imported || p.Path() == home
	}
	if !imported || home == "" {
		home = "syscall" // the same number, and needs no requirement
		if e.FD.Flag != "O_CLOEXEC" && e.FD.Flag != "SOCK_CLOEXEC" {
			return nil
		}
	}
	prefix, edits := fix.AddImport(j.pass, file, call.Pos(), home, path.Base(home), e.FD.Flag)
	if prefix == "" {
		return nil
	}
	edits = append(edits, fix.OrFlag(arg, prefix+e.FD.Flag)...)
	return []analysis.SuggestedFix{{Message: "Add " + prefix + e.FD.Flag, TextEdits: edits}}
}

// callersFlags returns the argument that a wrapper uses as its flags.
func (j *judge) callersFlags(e *effects.Effect) ast.Expr {
	return j.res.PassedExpr(e, e.Inside.Flags.Src)
}

// siblingFixes replaces the call by the one that takes the flag.
func (j *judge) siblingFixes(e *effects.Effect) []analysis.SuggestedFix {
	call, file, gooses := j.place(e)
	if call == nil || !e.Own() {
		return nil
	}
	if j.dupsWithFcntl(e) || e.FD.Sibling != "" && e.FD.SiblingFlag == "F_DUPFD_CLOEXEC" && !api.IsRawSyscall(e.Callee) {
		return j.fcntlFix(e, call, file, gooses)
	}
	if e.FD.Sibling == "" || api.IsRawSyscall(e.Callee) {
		return nil
	}
	home := e.Callee.Pkg()
	sibling := api.ByName(home.Path() + "." + e.FD.Sibling)
	if sibling == nil || sibling.FD == nil || sibling.FD.FlagArg == 0 || !fix.AllHave(gooses, func(goos string) bool {
		return has(e.FD.SiblingGOOS, goos) && has(sibling.GOOS, goos)
	}) {
		return nil
	}
	fn, ok := home.Scope().Lookup(e.FD.Sibling).(*types.Func)
	if !ok {
		return nil
	}
	prefix, edits := fix.AddImport(j.pass, file, call.Pos(), home.Path(), home.Name(), e.FD.SiblingFlag)
	if prefix == "" || edits != nil {
		return nil
	}
	flags := prefix + e.FD.SiblingFlag
	if e.Row.FixedFlags != "" { // creat is open with these
		flags = prefix + strings.ReplaceAll(e.Row.FixedFlags, "|", "|"+prefix) + "|" + flags
	}
	at := int(sibling.FD.FlagArg) - 1
	var args []analysis.TextEdit
	switch fn.Signature().Params().Len() - e.Callee.Signature().Params().Len() {
	case 0:
		args, ok = fix.ReplaceArg(call, at, flags)
	case 1:
		args, ok = fix.InsertArg(call, at, flags)
	default:
		ok = false
	}
	if !ok {
		return nil
	}
	message := "Use " + prefix + e.FD.Sibling + " with " + prefix + e.FD.SiblingFlag
	if e.Row.Does == api.Dup {
		message += "; it fails where both numbers are the same"
	}
	edits = append(fix.Replace(call.Fun, prefix+e.FD.Sibling), args...)
	return []analysis.SuggestedFix{{Message: message, TextEdits: edits}}
}

const unixPath = "golang.org/x/sys/unix"

// fcntlFix duplicates by fcntl, which x/sys/unix has: only where the package
// uses it already.
func (j *judge) fcntlFix(e *effects.Effect, call *ast.CallExpr, file *ast.File, gooses []string) []analysis.SuggestedFix {
	sibling := api.ByName(unixPath + ".FcntlInt")
	used := false
	for _, p := range j.pass.Pkg.Imports() {
		used = used || p.Path() == unixPath
	}
	if !used || sibling == nil || len(call.Args) != 1 || !fix.AllHave(gooses, func(goos string) bool {
		return has(sibling.GOOS, goos) && has(sibling.FD.FlagGOOS, goos)
	}) {
		return nil
	}
	prefix, edits := fix.AddImport(j.pass, file, call.Pos(), unixPath, "unix", sibling.FD.Flag)
	if prefix == "" || edits != nil && e.Callee.Pkg().Path() != unixPath && !j.stillUsed(file, e.Callee.Pkg(), call) {
		return nil
	}
	fd := fix.Source(j.pass.Fset, call.Args[0])
	if inner, ok := ast.Unparen(call.Args[0]).(*ast.CallExpr); ok && isInt(inner) {
		fd = fix.Source(j.pass.Fset, inner.Args[0])
		if b, ok := j.pass.TypesInfo.TypeOf(inner.Args[0]).(*types.Basic); !ok || b.Kind() != types.Uintptr {
			fd = "uintptr(" + fd + ")"
		}
	} else {
		fd = "uintptr(" + fd + ")"
	}
	if e.Callee.Pkg().Path() != unixPath && !j.stillUsed(file, e.Callee.Pkg(), call) {
		return nil // the import of syscall would be left without use
	}
	text := prefix + "FcntlInt(" + fd + ", " + prefix + sibling.FD.Flag + ", 0)"
	edits = append(edits, fix.Replace(call, text)...)
	return []analysis.SuggestedFix{{Message: "Duplicate with " + prefix + sibling.FD.Flag, TextEdits: edits}}
}

// stillUsed reports whether a file uses a package outside a call.
func (j *judge) stillUsed(file *ast.File, pkg *types.Package, call *ast.CallExpr) bool {
	used := false
	ast.Inspect(file, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && n != nil {
			name, ok := j.pass.TypesInfo.Uses[id].(*types.PkgName)
			used = used || ok && name.Imported() == pkg && (id.Pos() < call.Pos() || id.Pos() >= call.End())
		}
		return true
	})
	return used
}

func isInt(call *ast.CallExpr) bool {
	id, ok := call.Fun.(*ast.Ident)
	return ok && id.Name == "int" && len(call.Args) == 1
}

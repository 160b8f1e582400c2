package cloexec

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/inspect"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/fix"
	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/passes/effects"
)

// A named is a constant that is named in a flag word.
type named struct {
	expr ast.Expr // the identifier or qualified identifier
	obj  *types.Const
}

// wrongConstant reports close-on-exec constants of another call whose bits mean
// something else in this one.
func (j *judge) wrongConstant(e *effects.Effect) bool {
	if e.Own() && e.Row.Does == api.Fcntl {
		return j.wrongFcntl(e)
	}
	if e.FD == nil || e.FD.Flag == "" || e.Kind != api.NewFD && e.Kind != api.Receive {
		return false
	}
	found := false
	for _, word := range j.flagWords(e) {
		for _, c := range j.constants(word, 0) {
			if c.obj.Name() == e.FD.Flag || sameBits(c.obj, e.CloseOnExec) && c.obj.Name() != "PerfBitExclusive" {
				continue
			}
			if bits, ok := constant.Uint64Val(constant.ToInt(c.obj.Val())); !e.Own() && ok && e.Inside.Flags.Keep&bits == 0 {
				continue // the wrapper does not hand it on
			}
			found = true
			j.reportConstant(e, c, e.FD.Flag)
		}
	}
	return found
}

// wrongFcntl judges the argument of fcntl against its command: FD_CLOEXEC
// belongs to F_SETFD and nothing else does.
func (j *judge) wrongFcntl(e *effects.Effect) bool {
	call := j.res.CallExpr(e)
	cmd, arg := argExpr(call, e.Row.Flags), argExpr(call, e.Row.Value)
	if cmd == nil || arg == nil {
		return false
	}
	command := ""
	for _, name := range []string{"F_SETFD", "F_SETFL", "F_DUPFD"} {
		if w, ok := j.res.Word(j.res.Arg(e, e.Row.Flags)).Known(0xffffffff); ok {
			if c, ok := e.Callee.Pkg().Scope().Lookup(name).(*types.Const); ok && sameBits(c, w) {
				command = name
			}
		}
	}
	if command == "" {
		return false
	}
	for _, c := range j.constants(arg, 0) {
		switch {
		case command == "F_SETFD" && sameBits(c.obj, 1):
			continue
		case command == "F_SETFD":
			j.reportConstant(e, c, "FD_CLOEXEC")
		case command == "F_SETFL":
			j.report(wrong, report.Error, e, fmt.Sprintf("F_SETFL with %s does not set close-on-exec: F_SETFL changes status flags, so every child inherits the descriptor; use F_SETFD", c.obj.Name()), nil, j.replaceName(e, cmd, "F_SETFD"))
		default:
			j.report(wrong, report.Error, e, fmt.Sprintf("F_DUPFD takes the lowest number for the duplicate, not %s: every child inherits the duplicate; use F_DUPFD_CLOEXEC", c.obj.Name()), nil, nil)
		}
		return true
	}
	return false
}

func (j *judge) reportConstant(e *effects.Effect, c named, want string) {
	msg := fmt.Sprintf("%s is not the close-on-exec flag of %s: ", c.obj.Name(), e.CallName())
	v, _ := constant.Int64Val(constant.ToInt(c.obj.Val()))
	if e.CloseOnExec != 0 && e.Flags.Has(e.CloseOnExec) && !sameBits(c.obj, e.CloseOnExec) {
		msg += fmt.Sprintf("its value %#x means something else here, and %s is given too", v, want)
		j.report(wrong, report.Error, e, msg, j.madeAt(e), nil)
		return
	}
	if !j.exists(e, want) {
		msg += fmt.Sprintf("%s has no %s, so that %#x means something else here and every child inherits the %s", j.res.GOOS, want, v, nouns[e.What])
		j.report(wrong, report.Error, e, msg, nil, nil)
		return
	}
	msg += fmt.Sprintf("its value %#x means something else here, and every child inherits the %s; use %s", v, nouns[e.What], want)
	j.report(wrong, report.Error, e, msg, j.madeAt(e), j.replaceName(e, c.expr, want))
}

// exists reports whether the system has the flag. Package syscall may lack it
// for system calls that are made by number.
func (j *judge) exists(e *effects.Effect, flag string) bool {
	if !e.Own() {
		return e.CloseOnExec != 0
	}
	_, ok := e.Callee.Pkg().Scope().Lookup(flag).(*types.Const)
	return ok || api.IsRawSyscall(e.Callee)
}

// replaceName replaces a constant by another of the same package, if it stands
// in the call and every system of the file has the new one.
func (j *judge) replaceName(e *effects.Effect, expr ast.Expr, name string) []analysis.SuggestedFix {
	call := j.res.CallExpr(e)
	if call == nil || expr.Pos() < call.Pos() || expr.End() > call.End() || !j.everywhere(e, e.FD) {
		return nil
	}
	var edits []analysis.TextEdit
	switch x := ast.Unparen(expr).(type) {
	case *ast.SelectorExpr:
		if obj := j.pass.TypesInfo.Uses[x.Sel]; obj == nil || obj.Pkg() == nil || obj.Pkg().Scope().Lookup(name) == nil {
			return nil
		}
		edits = fix.Replace(x.Sel, name)
	default:
		return nil
	}
	return []analysis.SuggestedFix{{Message: "Use " + name, TextEdits: edits}}
}

func sameBits(c *types.Const, bits uint64) bool {
	v, ok := constant.Int64Val(constant.ToInt(c.Val()))
	return ok && uint64(v) == bits
}

// argExpr returns the expression in an argument's place; nil when one
// expression stands for several arguments.
func argExpr(call *ast.CallExpr, at api.Arg) ast.Expr {
	if call == nil || at < 1 || int(at) > len(call.Args) || call.Ellipsis.IsValid() {
		return nil
	}
	return call.Args[at-1]
}

// flagWords returns the expressions that make up the flags of a call: the
// argument, or the field of the structure that it points to; for a wrapper, the
// argument that it uses as its flags.
func (j *judge) flagWords(e *effects.Effect) []ast.Expr {
	if !e.Own() {
		if arg := j.callersFlags(e); arg != nil {
			return []ast.Expr{arg}
		}
		return nil
	}
	arg := argExpr(j.res.CallExpr(e), e.FD.FlagArg)
	if arg == nil || e.FD.FlagField == "" {
		if arg == nil {
			return nil
		}
		return []ast.Expr{arg}
	}
	var words []ast.Expr
	if lit := j.literal(arg, 0); lit != nil {
		if v := fieldOf(lit, e.FD.FlagField); v != nil {
			words = append(words, v)
		}
	}
	return words
}

// constants finds the close-on-exec constants that an expression names, by
// itself or through constants and variables of the package.
func (j *judge) constants(expr ast.Expr, depth int) []named {
	var found []named
	ast.Inspect(expr, func(n ast.Node) bool {
		var id *ast.Ident
		var at ast.Expr
		switch n := n.(type) {
		case *ast.SelectorExpr:
			id, at = n.Sel, n
		case *ast.Ident:
			id, at = n, n
		case *ast.UnaryExpr:
			return n.Op.String() != "^" // what is masked out is not set
		case *ast.BinaryExpr:
			if n.Op.String() == "&^" {
				found = append(found, j.constants(n.X, depth)...)
				return false
			}
			return true
		default:
			return true
		}
		switch obj := j.pass.TypesInfo.Uses[id].(type) {
		case *types.Const:
			if j.flags[obj.Name()] && obj.Pkg() != nil && api.Known(obj.Pkg().Path()) {
				found = append(found, named{at, obj})
			} else if depth < 3 {
				found = append(found, j.origins(obj, depth)...)
			}
			return false
		case *types.Var:
			if depth < 3 && !obj.IsField() {
				found = append(found, j.origins(obj, depth)...)
			}
			return false
		}
		return true
	})
	return found
}

// origins finds the constants in what a constant or variable of this package
// is set to.
func (j *judge) origins(obj types.Object, depth int) []named {
	if obj.Pkg() != j.pass.Pkg {
		return nil
	}
	var found []named
	for _, x := range j.assigned(obj) {
		found = append(found, j.constants(x, depth+1)...)
	}
	return found
}

// assigned returns the expressions that are assigned to a constant or variable
// where it is declared and later.
func (j *judge) assigned(obj types.Object) []ast.Expr {
	var out []ast.Expr
	in := j.pass.ResultOf[inspect.Analyzer].(*inspector.Inspector)
	in.Preorder([]ast.Node{(*ast.ValueSpec)(nil), (*ast.AssignStmt)(nil)}, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.ValueSpec:
			for i, name := range n.Names {
				if j.pass.TypesInfo.Defs[name] == obj && i < len(n.Values) {
					out = append(out, n.Values[i])
				}
			}
		case *ast.AssignStmt:
			if len(n.Lhs) != len(n.Rhs) || strings.HasPrefix(n.Tok.String(), "&") {
				return
			}
			for i, l := range n.Lhs {
				if id, ok := l.(*ast.Ident); ok && j.pass.TypesInfo.ObjectOf(id) == obj {
					out = append(out, n.Rhs[i])
				}
			}
		}
	})
	return out
}

package effects

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/passes/effects/internal/eval"
	"golang.org/x/tools/go/ssa"
)

// Contexts returns the effects of other functions of the package that are e
// itself, seen through the calls that lead to it. A judge that asks what comes
// before or after e asks there too.
func (r *Result) Contexts(e *Effect) []*Effect {
	var out []*Effect
	if !e.innerPos().IsValid() {
		return nil
	}
	for _, o := range r.instances()[e.innerPos()] {
		if o.fn != e.fn && o.Kind == e.Kind && o.through(e) {
			out = append(out, o)
		}
	}
	return out
}

// instances lists the effects of callees by where they happen in the package.
func (r *Result) instances() map[token.Pos][]*Effect {
	r.innerOnce.Do(func() {
		r.inner = make(map[token.Pos][]*Effect)
		for _, f := range r.Funcs {
			for _, o := range f.Effects {
				if !o.Own() && o.Inner.IsValid() {
					r.inner[o.Inner] = append(r.inner[o.Inner], o)
				}
			}
		}
	})
	return r.inner
}

// through reports whether the calls that lead to e end those that lead to o.
func (o *Effect) through(e *Effect) bool {
	more := len(o.Via) - len(e.Via)
	return more > 0 && slices.Equal(o.Via[more:], e.Via)
}

// Arg returns the argument that plays a role in an effect's row; nil inside
// callees and for roles that the row does not have.
func (r *Result) Arg(e *Effect, role api.Arg) ssa.Value {
	if r.ev == nil || !e.Own() || role == 0 {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	fn, args := r.ev.Callee(e.Instr.Common())
	return eval.Arg(fn, args, int(role))
}

// Passed returns the argument of e's call that a callee names by the key, which
// is that of a parameter; nil for own effects and other keys.
func (r *Result) Passed(e *Effect, key string) ssa.Value {
	i, sel, ok := eval.ParamIndex(key)
	if r.ev == nil || e.Own() || !ok || sel != "" {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, args := r.ev.Callee(e.Instr.Common()); i < len(args) {
		return args[i]
	}
	return nil
}

// PassedExpr returns the syntax of the argument that Passed returns; nil when it
// has none of its own, as a receiver.
func (r *Result) PassedExpr(e *Effect, key string) ast.Expr {
	call := r.CallExpr(e)
	if r.Passed(e, key) == nil || call == nil || e.Callee == nil {
		return nil
	}
	i, _, _ := eval.ParamIndex(key)
	sig := e.Callee.Signature()
	if sig.Recv() != nil && !r.methodExpr(call.Fun) {
		i-- // the receiver stands before the name
	}
	if i < 0 || i >= len(call.Args) || sig.Variadic() && i >= sig.Params().Len()-1 {
		return nil
	}
	return call.Args[i]
}

// methodExpr reports whether a function is written as T.Method.
func (r *Result) methodExpr(fun ast.Expr) bool {
	sel, ok := ast.Unparen(fun).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	s := r.pass.TypesInfo.Selections[sel]
	return s != nil && s.Kind() == types.MethodExpr
}

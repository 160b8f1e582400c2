package effects

import (
	"go/token"
	"go/types"

	"github.com/permvet/permvet/internal/value"
	"github.com/permvet/permvet/passes/effects/internal/eval"
	"golang.org/x/tools/go/ssa"
)

// A Variable is a package variable that keeps the value of its initialiser.
type Variable struct {
	Var  *types.Var
	Data value.Data
	// Handed is a place where the value leaves for a call, a field or the
	// caller; NoPos if it is only looked into.
	Handed token.Pos
}

// Variables returns the package's variables whose initial value carries one of
// the wanted taints, in the order of their names.
func (r *Result) Variables(want func(value.Data) bool) []*Variable {
	if r.ev == nil {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.ev.IndexGlobals()
	var out []*Variable
	for _, name := range r.pass.Pkg.Scope().Names() {
		g, ok := r.ev.Pkg.Members[name].(*ssa.Global)
		if !ok || r.ev.Globals[g] == nil {
			continue
		}
		v, ok := g.Object().(*types.Var)
		if d := r.ev.Data(r.ev.Globals[g].Val); ok && want(d) {
			out = append(out, &Variable{Var: v, Data: d, Handed: handed(r.ev, g)})
		}
	}
	return out
}

// Texts returns the constant elements of a list literal.
func (r *Result) Texts(v ssa.Value) []string {
	var out []string
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, e := range r.ev.SliceElems(v) {
		if text, ok := r.ev.Path(e).Const(); ok {
			out = append(out, text)
		}
	}
	return out
}

// handed finds a place where the value of a variable is passed on.
func handed(s *eval.Evaluator, g *ssa.Global) token.Pos {
	for _, fn := range s.All {
		for _, b := range fn.Blocks {
			for _, in := range b.Instrs {
				if ld, ok := in.(*ssa.UnOp); ok && ld.X == g {
					if pos := passedOn(ld, 0); pos.IsValid() {
						return pos
					}
				}
			}
		}
	}
	return token.NoPos
}

// passedOn finds a use of a collection as a whole.
func passedOn(v ssa.Value, depth int) token.Pos {
	refs := v.Referrers()
	if refs == nil || depth > eval.MaxDepth {
		return token.NoPos
	}
	for _, r := range *refs {
		switch r := r.(type) {
		case ssa.CallInstruction:
			if _, builtin := r.Common().Value.(*ssa.Builtin); !builtin {
				return r.Pos()
			}
			if c, ok := r.(*ssa.Call); ok && eval.IsAppend(c) {
				if pos := passedOn(c, depth+1); pos.IsValid() {
					return pos
				}
			}
		case *ssa.Store:
			if r.Val == v {
				return r.Pos()
			}
		case *ssa.Return:
			return r.Pos()
		case *ssa.MakeInterface, *ssa.ChangeType, *ssa.Slice, *ssa.Phi:
			if pos := passedOn(r.(ssa.Value), depth+1); pos.IsValid() {
				return pos
			}
		}
	}
	return token.NoPos
}

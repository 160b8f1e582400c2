package effects

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/value"
	"github.com/permvet/permvet/passes/effects/internal/eval"
)

// PermissionBits reports whether a value is made of the permission bits of an
// existing object alone, among them some for others than its owner.
func (r *Result) PermissionBits(v ssa.Value) bool {
	return locked(r, func(ev *eval.Evaluator) bool { return permissionBits(ev, v) })
}

func permissionBits(s *eval.Evaluator, v ssa.Value) bool {
	if b, ok := v.Type().Underlying().(*types.Basic); !ok || b.Info()&types.IsInteger == 0 {
		return false
	}
	w := s.Word(v)
	return w.Tags&value.FromStat != 0 && w.Lacks(0xffffffff&^0o777) && !w.Lacks(0o077)
}

// asksMode reports whether a function does one thing or another by the
// permission bits of an existing object. That a call succeeded says nothing of
// the bits that it was given.
func asksMode(s *eval.Evaluator, f *Func) bool {
	seen := make(map[ssa.Value]bool)
	for _, e := range f.Effects {
		if v := e.Instr.Value(); v != nil && e.Kind != api.Source {
			seen[v] = true
		}
	}
	for _, b := range f.Fn.Blocks {
		if len(b.Instrs) == 0 {
			continue
		}
		if iff, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If); ok && ofBits(s, iff.Cond, seen) {
			return true
		}
	}
	return false
}

// ofBits reports whether a value is computed from permission bits, by way of
// values that were not seen before.
func ofBits(s *eval.Evaluator, v ssa.Value, seen map[ssa.Value]bool) bool {
	if seen[v] {
		return false
	}
	seen[v] = true
	if permissionBits(s, v) {
		return true
	}
	in, ok := v.(ssa.Instruction)
	if !ok {
		return false
	}
	for _, op := range in.Operands(nil) {
		if *op != nil && ofBits(s, *op, seen) {
			return true
		}
	}
	return false
}

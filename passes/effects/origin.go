package effects

import (
	"go/token"

	"golang.org/x/tools/go/ssa"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/passes/effects/internal/eval"
)

// Origin returns the place where something with the taint enters the value v,
// also in a function of this package that makes part of it; NoPos if there is
// none.
func (r *Result) Origin(v ssa.Value, taint api.Taint) token.Pos {
	return locked(r, func(ev *eval.Evaluator) token.Pos { return origin(ev, v, taint, map[ssa.Value]bool{}) })
}

func origin(s *eval.Evaluator, v ssa.Value, taint api.Taint, seen map[ssa.Value]bool) token.Pos {
	if v == nil || seen[v] || len(seen) > 256 {
		return token.NoPos
	}
	seen[v] = true
	var from []ssa.Value
	switch v := v.(type) {
	case *ssa.Call:
		fn, args := s.Callee(v.Common())
		if row := s.Rows.Lookup(fn); row != nil && row.Taint&taint != 0 {
			return v.Pos()
		}
		from = append(from, args...)
		if body, _ := s.Function(v.Call.Value); body != nil {
			from = append(from, returnsOf(body)...)
		}
	case *ssa.UnOp:
		from = []ssa.Value{v.X}
		if v.Op == token.MUL {
			from = append(s.Load(v).Vals, from...)
		}
	case *ssa.Slice:
		from = s.SliceElems(v)
	case *ssa.Alloc, *ssa.MakeMap, *ssa.MakeSlice:
		from = contents(v)
	case *ssa.FreeVar:
		from = []ssa.Value{s.Binding(v)}
	case *ssa.BinOp, *ssa.Phi, *ssa.Extract, *ssa.MakeInterface, *ssa.Convert, *ssa.ChangeType:
		for _, op := range v.(ssa.Instruction).Operands(nil) {
			from = append(from, *op)
		}
	}
	for _, x := range from {
		if pos := origin(s, x, taint, seen); pos.IsValid() {
			return pos
		}
	}
	return token.NoPos
}

// contents are the values that are put into a variable, its fields and its
// elements.
func contents(v ssa.Value) []ssa.Value {
	var vals []ssa.Value
	refs := v.Referrers()
	if refs == nil {
		return nil
	}
	for _, r := range *refs {
		switch r := r.(type) {
		case *ssa.Store:
			if r.Addr == v {
				vals = append(vals, r.Val)
			}
		case *ssa.MapUpdate:
			vals = append(vals, r.Value)
		case *ssa.FieldAddr, *ssa.IndexAddr:
			vals = append(vals, contents(r.(ssa.Value))...)
		}
	}
	return vals
}

// returnsOf are the values that a function returns.
func returnsOf(fn *ssa.Function) []ssa.Value {
	var vals []ssa.Value
	for _, b := range fn.Blocks {
		if n := len(b.Instrs); n > 0 {
			if r, ok := b.Instrs[n-1].(*ssa.Return); ok {
				vals = append(vals, r.Results...)
			}
		}
	}
	return vals
}

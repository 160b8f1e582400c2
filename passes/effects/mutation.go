package effects

import (
	"go/types"
	"slices"

	"github.com/permvet/permvet/passes/effects/internal/eval"
	"golang.org/x/tools/go/ssa"
)

func (s *scanner) mutations(fn *ssa.Function) []*Mutation {
	var out []*Mutation
	for _, b := range fn.Blocks {
		for _, in := range b.Instrs {
			switch in := in.(type) {
			case *ssa.MapUpdate:
				out = s.mutation(out, &Mutation{Of: in.Map, Instr: in})
			case *ssa.Store:
				if ia, ok := in.Addr.(*ssa.IndexAddr); ok {
					out = s.mutation(out, &Mutation{Of: ia.X, Instr: in})
				}
			case *ssa.Call:
				if eval.IsAppend(in) && len(in.Call.Args) == 2 {
					out = s.mutation(out, &Mutation{Of: in.Call.Args[0], Instr: in, Append: true})
					continue
				}
				for _, i := range s.writesParams(in) {
					out = s.mutation(out, &Mutation{Of: i.arg, Instr: in, Append: i.appends, Callee: i.callee})
				}
			}
		}
	}
	return out
}

// mutation adds m if it is a collection of text, once for each place that the
// collection may have come from.
func (s *scanner) mutation(out []*Mutation, m *Mutation) []*Mutation {
	if !eval.IsTexts(m.Of.Type()) {
		return out
	}
	for _, v := range s.origins(m.Of) {
		one := *m
		one.Of = v
		out = append(out, &one)
	}
	return out
}

// origins follows a collection back to what the function got: parameters and
// loads. What it made itself is left out.
func (s *scanner) origins(v ssa.Value) []ssa.Value {
	var out []ssa.Value
	seen := map[ssa.Value]bool{}
	var visit func(ssa.Value)
	visit = func(v ssa.Value) {
		if seen[v] {
			return
		}
		seen[v] = true
		switch v := v.(type) {
		case *ssa.Phi:
			for _, e := range v.Edges {
				visit(e)
			}
		case *ssa.Call:
			if eval.IsAppend(v) {
				visit(v.Call.Args[0])
			}
		case *ssa.Slice:
			if _, ok := v.X.Type().Underlying().(*types.Slice); ok && v.Max == nil {
				visit(v.X)
			}
		case *ssa.ChangeType:
			visit(v.X)
		case *ssa.UnOp:
			out = append(out, v)
			if _, field := v.X.(*ssa.FieldAddr); field {
				for _, x := range s.Load(v).Vals {
					visit(x) // what was stored in the field before
				}
			}
		case *ssa.Parameter, *ssa.Field:
			out = append(out, v)
		}
	}
	visit(v)
	return out
}

// A written is an argument that a callee writes into.
type written struct {
	arg     ssa.Value
	appends bool
	callee  *types.Func
}

// writesParams returns the arguments that a call writes into.
func (s *scanner) writesParams(c *ssa.Call) []written {
	any := false
	for _, a := range c.Call.Args {
		any = any || eval.IsTexts(a.Type())
	}
	if !any {
		return nil
	}
	sum, in := s.summaryOf(c)
	if sum == nil {
		return nil
	}
	fn, _ := s.Callee(c.Common())
	var out []written
	for _, i := range sum.Writes {
		if i < len(in.args) {
			out = append(out, written{arg: in.args[i], callee: fn})
		}
	}
	return out
}

// paramsWritten lists the parameters into which a function writes elements.
// Appending is no write: the caller's list keeps its length.
func (s *scanner) paramsWritten(fn *ssa.Function) []int {
	any := false
	for _, p := range fn.Params {
		any = any || eval.IsTexts(p.Type())
	}
	if !any {
		return nil
	}
	var out []int
	for _, m := range s.mutations(fn) {
		p, ok := m.Of.(*ssa.Parameter)
		if !ok || m.Append {
			continue
		}
		if i := slices.Index(fn.Params, p); i >= 0 && !slices.Contains(out, i) {
			out = append(out, i)
		}
	}
	slices.Sort(out)
	return out
}

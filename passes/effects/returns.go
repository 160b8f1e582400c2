package effects

import (
	"go/types"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/value"
	"github.com/permvet/permvet/passes/effects/internal/eval"
	"github.com/permvet/permvet/passes/effects/internal/flow"
	"golang.org/x/tools/go/ssa"
)

// This file tells where the results of a function come from.

// resultsOf evaluates what a function returns, joined over its returns.
func (s *scanner) resultsOf(fn *ssa.Function) []Ret {
	n := fn.Signature.Results().Len()
	if n == 0 {
		return nil
	}
	rets := make([]Ret, n)
	first := true
	for _, b := range fn.Blocks {
		if len(b.Instrs) == 0 {
			continue
		}
		r, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return)
		if !ok || len(r.Results) != n || failed(r) {
			continue
		}
		for i, v := range r.Results {
			one := s.resultOf(v)
			if first {
				rets[i] = one
			} else {
				rets[i] = joinRet(rets[i], one)
			}
		}
		first = false
	}
	return rets
}

// failed reports whether a return certainly hands back an error, so that its
// other results do not matter: its last result is a non-nil error and every
// other one a zero constant.
func failed(r *ssa.Return) bool {
	n := len(r.Results)
	if n < 2 || flow.IsNil(r.Results[n-1]) || !flow.IsError(r.Results[n-1].Type()) {
		return false
	}
	for _, v := range r.Results[:n-1] {
		c, ok := v.(*ssa.Const)
		if !ok {
			return false
		}
		if w := eval.ConstWord(c); c.Value != nil && w.Ones != 0 && !isMinusOne(c) {
			return false
		}
	}
	return true
}

func isMinusOne(c *ssa.Const) bool { return c.Value != nil && c.Value.ExactString() == "-1" }

func (s *scanner) resultOf(v ssa.Value) Ret {
	switch t := v.Type().Underlying().(type) {
	case *types.Basic:
		switch {
		case t.Info()&types.IsString != 0:
			return Ret{Path: s.Path(v), Data: s.Data(v)}
		case t.Info()&types.IsInteger != 0:
			if k := s.madeIn(v, 0); k != "" {
				return Ret{Handle: k}
			}
			return Ret{Word: s.Word(v), Data: value.Data{Taint: s.Data(v).Taint & api.TaintEnvNumber}}
		}
	case *types.Slice, *types.Map:
		return Ret{Data: s.Data(v)}
	case *types.Pointer, *types.Interface, *types.Struct:
		if flow.IsError(v.Type()) {
			return Ret{}
		}
		k := s.Key(v)
		if s.IsMade(k) || value.Key(k).FromParam() {
			return Ret{Handle: k}
		}
		return Ret{Data: s.Data(v)}
	}
	return Ret{}
}

// madeIn returns the key of the one descriptor that an integer can be: itself,
// or an edge of a phi of which the others are 0 or -1, for none.
func (s *scanner) madeIn(v ssa.Value, depth int) string {
	if k := s.Key(v); s.IsMade(k) {
		return k
	}
	phi, ok := v.(*ssa.Phi)
	if !ok || depth > 4 {
		return ""
	}
	one := ""
	for _, e := range phi.Edges {
		if c, ok := e.(*ssa.Const); ok && c.Value != nil && (isMinusOne(c) || c.Value.ExactString() == "0") || e == phi {
			continue
		}
		k := s.madeIn(e, depth+1)
		if k == "" && depth > 0 && isPhi(e) {
			continue // round a loop
		}
		if k == "" || one != "" && one != k {
			return ""
		}
		one = k
	}
	return one
}

func isPhi(v ssa.Value) bool { _, ok := v.(*ssa.Phi); return ok }

func joinRet(a, b Ret) Ret {
	r := Ret{Word: value.Join(a.Word, b.Word), Data: value.Union(a.Data, b.Data)}
	if a.Handle == b.Handle {
		r.Handle = a.Handle
	}
	if a.Path.Key() == b.Path.Key() {
		r.Path = a.Path
	}
	return r
}

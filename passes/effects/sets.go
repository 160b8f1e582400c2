package effects

import (
	"go/constant"
	"go/token"
	"go/types"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/value"
	"github.com/permvet/permvet/passes/effects/internal/eval"
	"github.com/permvet/permvet/passes/effects/internal/flow"
	"golang.org/x/tools/go/ssa"
)

// setsOf lists what callers of a function are told of its settings.
func (s *scanner) setsOf(fn *ssa.Function) []Set {
	var out []Set
	var results map[string]int
	for _, set := range s.settings(fn) {
		if !set.shared || len(out) == maxActs {
			continue
		}
		if results == nil {
			results = s.returnedStructs(fn)
		}
		one := Set{Field: set.Field.Struct + "." + set.Field.Name, Object: set.Object, Result: results[set.Object],
			Value: set.key, Const: constText(set.Value), Data: set.Data, Plain: set.Plain}
		if value.Key(set.Object).FromParam() {
			one.Plain = set.At.Block() == fn.Blocks[0]
		}
		out = append(out, one)
	}
	return out
}

// markShared finds the settings of structs that callers of the function have
// too: parameters, results, and what fields of these point to.
func (s *scanner) markShared(fn *ssa.Function, all []*Setting) {
	if len(all) == 0 || fn.Parent() != nil {
		return // what literals set is seen in the function that they stand in
	}
	results := s.returnedStructs(fn)
	pointed := make(map[string]bool)
	for more := true; more; {
		more = false
		for _, set := range all {
			if !set.shared && (value.Key(set.Object).FromParam() || results[set.Object] != 0 || pointed[set.Object]) {
				set.shared, pointed[set.key], more = true, true, true
			}
		}
	}
	for _, set := range all {
		set.Handed = set.shared && eval.IsParam(set.key)
		set.Settled = set.Settled && !set.Handed
	}
}

// returnedStructs maps the keys of structs that a function returns to the
// number of the result, from 1.
func (s *scanner) returnedStructs(fn *ssa.Function) map[string]int {
	out := make(map[string]int)
	for _, b := range fn.Blocks {
		if len(b.Instrs) == 0 {
			continue
		}
		r, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return)
		if !ok {
			continue
		}
		for i, v := range r.Results {
			switch v.Type().Underlying().(type) {
			case *types.Pointer, *types.Interface:
				if !flow.IsNil(v) {
					out[s.Key(v)] = i + 1
				}
			}
		}
	}
	return out
}

// bindSet turns a callee's setting into one of its caller.
func (in *instance) bindSet(a Set) *Setting {
	set := &Setting{Field: api.FieldByName(a.Field), At: in.call, Plain: a.Plain, pos: in.call.Pos()}
	set.Left = eval.IsParam(a.Object)
	set.Told = !value.Key(a.Object).FromParam() && !eval.IsParam(a.Value)
	set.Data, set.Inside = in.bindData(a.Data), a.Data
	if a.Result > 0 {
		set.Object = eval.ResultKey(in.call, a.Result-1)
	} else {
		set.Object = in.bindKey(a.Object)
	}
	if v, sel, ok := in.argOf(a.Object); ok {
		set.Plain = a.Plain && sel == "" && in.s.AllocOf(v) != nil && sameBlock(v, in.call)
	}
	set.Value, set.key = constOfText(a.Const), in.bindKey(a.Value)
	if v, sel, ok := in.argOf(a.Value); ok {
		if sl := in.follow(v, sel); len(sl.Vals) == 1 && sl.Key == "" && !sl.Zero {
			set.Value = sl.Vals[0]
		}
	}
	set.Settled = eval.IsParam(a.Value)
	return set
}

// constText writes a constant, constOfText reads it.
func constText(v ssa.Value) string {
	c, ok := v.(*ssa.Const)
	switch {
	case !ok:
		return ""
	case c.Value == nil:
		return "nil"
	}
	return c.Value.ExactString()
}

func constOfText(text string) ssa.Value {
	switch {
	case text == "":
		return nil
	case text == "nil":
		return ssa.NewConst(nil, types.NewPointer(types.Typ[types.Int]))
	case text == "true", text == "false":
		return ssa.NewConst(constant.MakeBool(text == "true"), types.Typ[types.Bool])
	case text[0] == '"':
		return ssa.NewConst(constant.MakeFromLiteral(text, token.STRING, 0), types.Typ[types.String])
	}
	if v := constant.MakeFromLiteral(text, token.INT, 0); v.Kind() == constant.Int {
		return ssa.NewConst(v, types.Typ[types.Int])
	}
	return nil
}

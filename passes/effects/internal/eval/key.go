package eval

import (
	"fmt"
	"go/types"
	"hash/fnv"
	"strconv"
	"strings"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/value"
	"github.com/permvet/permvet/passes/effects/internal/flow"
	"golang.org/x/tools/go/ssa"
)

// This file names values. Two values with the same key are taken for the same
// value: "#0" is the function's first parameter, "#0.dir" its field,
// "f:t3!0" the first result of the call t3 in f. Only keys that start with a
// parameter mean something to callers.

// MaxDepth bounds every walk from a value to what it was made of.
const MaxDepth = 24

func FnID(fn *ssa.Function) string {
	if fn.Pkg != nil {
		return fn.RelString(fn.Pkg.Pkg)
	}
	return fn.String()
}

func local(v ssa.Value) string {
	if p := v.Parent(); p != nil {
		return string(value.LocalKey(FnID(p), v.Name()))
	}
	return v.Name()
}

// paramKey names a parameter. Those of function literals carry the literal's
// name, because the literal's effects are told inside its parent.
func paramKey(p *ssa.Parameter) string {
	fn := p.Parent()
	for i, q := range fn.Params {
		if p == q {
			if fn.Parent() != nil {
				return string(value.LiteralParamKey(FnID(fn), i))
			}
			return string(value.ParamKey(i))
		}
	}
	return local(p)
}

// ParamIndex splits a key that starts with a parameter of a declared function.
func ParamIndex(key string) (i int, sel string, ok bool) { return value.Key(key).Param() }

// IsParam reports whether a key is a parameter itself, not a part of one.
func IsParam(key string) bool { return value.Key(key).IsParam() }

// ResultKey names result i (from 0) of a call.
func ResultKey(call ssa.CallInstruction, i int) string {
	if v, ok := call.(*ssa.Call); ok {
		return string(value.Key(local(v)).ResultOf(i))
	}
	return fmt.Sprintf("%s:%d!%d", FnID(call.Parent()), call.Pos(), i)
}

// Key names a value: equal keys, equal values.
func (s *Evaluator) Key(v ssa.Value) string { return s.keys.get(v) }

// maxKey bounds a key; what is longer is named by its sum.
const maxKey = 512

func (s *Evaluator) boundedKey(v ssa.Value) string {
	k := s.computeKey(v)
	if len(k) > maxKey {
		h := fnv.New64a()
		h.Write([]byte(k)) // never fails
		k = fmt.Sprintf("%s…%x", local(v), h.Sum64())
	}
	return k
}

func (s *Evaluator) computeKey(v ssa.Value) string {
	next := s.Key
	switch v := v.(type) {
	case *ssa.Const:
		return "const " + v.String()
	case *ssa.Parameter:
		return paramKey(v)
	case *ssa.FreeVar:
		if b := s.Binding(v); b != nil {
			return next(b)
		}
	case *ssa.Global:
		return "&" + v.String()
	case *ssa.ChangeType:
		return next(v.X)
	case *ssa.Convert:
		return next(v.X)
	case *ssa.ChangeInterface:
		return next(v.X)
	case *ssa.MakeInterface:
		return next(v.X)
	case *ssa.TypeAssert:
		if !v.CommaOk {
			return next(v.X)
		}
	case *ssa.UnOp:
		if v.Op.String() == "*" {
			return s.loadKey(v)
		}
	case *ssa.FieldAddr:
		return next(v.X) + "." + fieldName(v.X.Type(), v.Field)
	case *ssa.Field:
		return next(v.X) + "." + fieldName(v.X.Type(), v.Field)
	case *ssa.IndexAddr:
		return next(v.X) + "[" + next(v.Index) + "]"
	case *ssa.Index:
		return next(v.X) + "[" + next(v.Index) + "]"
	case *ssa.Extract:
		switch t := v.Tuple.(type) {
		case *ssa.Call:
			return s.callKey(t, v.Index)
		case *ssa.TypeAssert:
			if v.Index == 0 {
				return next(t.X)
			}
		}
	case *ssa.Call:
		return s.callKey(v, 0)
	case *ssa.Phi:
		if one := s.onlyEdge(v); one != nil {
			return next(one)
		}
	}
	return local(v)
}

// loadKey names what is loaded from an address: the one value ever stored in
// a local variable, or the place itself.
func (s *Evaluator) loadKey(v *ssa.UnOp) string {
	slot := s.Load(v)
	if len(slot.Vals) == 1 && !slot.Zero && slot.Key == "" {
		return s.Key(slot.Vals[0])
	}
	return strings.TrimPrefix(s.Key(v.X), "&")
}

// callKey names a result. Getters (no effects, a string result, the same
// arguments) are taken to give the same value each time.
func (s *Evaluator) callKey(c *ssa.Call, index int) string {
	fn, args := s.Callee(c.Common())
	if fn != nil {
		switch api.PureOf(fn) {
		case api.FdOf, api.SamePath, api.Wraps:
			if len(args) > 0 && index == 0 {
				return s.Key(args[0])
			}
		}
		if row := s.Rows.Lookup(fn); row != nil && row.Does == api.Adopt && row.Handle > 0 && index == 0 && len(args) >= int(row.Handle) {
			return s.Key(args[row.Handle-1])
		}
		if s.isGetter(fn, args) && index == 0 {
			keys := make([]string, len(args))
			for i, a := range args {
				keys[i] = s.Key(a)
			}
			return fn.FullName() + "(" + strings.Join(keys, ",") + ")"
		}
	}
	return ResultKey(c, index)
}

// isGetter reports whether calls with equal arguments may be taken for equal:
// at most two arguments, one string result, and not a source of new names.
func (s *Evaluator) isGetter(fn *types.Func, args []ssa.Value) bool {
	sig := fn.Signature()
	if len(args) > 2 || sig.Results().Len() != 1 || sig.Variadic() {
		return false
	}
	b, ok := sig.Results().At(0).Type().Underlying().(*types.Basic)
	if !ok || b.Kind() != types.String {
		return false
	}
	row := s.Rows.Lookup(fn)
	return row == nil || row.Taint&(api.TaintPid|api.TaintRandom) == 0
}

// onlyEdge returns the value of a phi whose edges are all the same but for
// nil constants and itself, as in: var f *os.File; if … { f = open() }.
func (s *Evaluator) onlyEdge(phi *ssa.Phi) ssa.Value {
	var one ssa.Value
	for _, e := range phi.Edges {
		if e == phi || flow.IsNil(e) {
			continue
		}
		if one != nil && one != e {
			return nil
		}
		one = e
	}
	return one
}

func fieldName(t types.Type, i int) string {
	if f := FieldOf(t, i); f != nil {
		return f.Name()
	}
	return strconv.Itoa(i)
}

func FieldOf(t types.Type, i int) *types.Var {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	if st, ok := t.Underlying().(*types.Struct); ok && i < st.NumFields() {
		return st.Field(i)
	}
	return nil
}

// Binding returns the parent's value that a literal's free variable stands for.
func (s *Evaluator) Binding(fv *ssa.FreeVar) ssa.Value {
	fn := fv.Parent()
	mc := s.closures[fn]
	if mc == nil {
		return nil
	}
	for i, v := range fn.FreeVars {
		if v == fv && i < len(mc.Bindings) {
			return mc.Bindings[i]
		}
	}
	return nil
}

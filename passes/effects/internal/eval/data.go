package eval

import (
	"cmp"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/value"
	"github.com/permvet/permvet/passes/effects/internal/flow"
	"golang.org/x/tools/go/ssa"
)

// Data finds out where the bytes of a value come from: which sources, which
// parameters, through which names.
func (s *Evaluator) Data(v ssa.Value) value.Data {
	if v == nil {
		return value.Data{}
	}
	return s.datas.get(v)
}

// holds reports whether the data of a value may depend on itself.
func holds(v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.Phi, *ssa.UnOp, *ssa.Field, *ssa.FieldAddr, *ssa.Alloc, *ssa.MakeMap, *ssa.MakeSlice, *ssa.MakeChan, *ssa.Slice, *ssa.Extract:
		return true
	case *ssa.Call:
		return v.Call.IsInvoke() || len(v.Call.Args) > 0
	}
	return false
}

func (s *Evaluator) computeData(v ssa.Value) value.Data {
	next := func(x ssa.Value) value.Data { return s.Data(x) }
	switch v := v.(type) {
	case *ssa.Parameter:
		return value.Data{Srcs: []string{paramKey(v)}, Names: named(v.Name())}
	case *ssa.FreeVar:
		if b := s.Binding(v); b != nil {
			return next(b)
		}
	case *ssa.BinOp:
		if v.Op == token.ADD {
			return value.Union(next(v.X), next(v.Y))
		}
		return guessOnly(value.Union(next(v.X), next(v.Y)))
	case *ssa.UnOp:
		if v.Op == token.MUL {
			return s.loadData(v)
		}
		return next(v.X)
	case *ssa.Field:
		f := fieldName(v.X.Type(), v.Field)
		d := s.SlotData(s.fieldOfValue(v.X, f))
		d = value.Union(d, s.fieldTaint(v))
		return value.Union(d, value.Data{Names: named(f)})
	case *ssa.Alloc:
		return s.updates(v)
	case *ssa.MakeMap, *ssa.MakeSlice, *ssa.MakeChan:
		return s.updates(v)
	case *ssa.Convert:
		return next(v.X)
	case *ssa.ChangeType:
		return next(v.X)
	case *ssa.ChangeInterface:
		return next(v.X)
	case *ssa.MakeInterface:
		d := unnamedNumber(v.X.Type(), next(v.X))
		d.Field = cmp.Or(d.Field, secretField(v.X.Type()))
		return d
	case *ssa.TypeAssert:
		return next(v.X)
	case *ssa.Slice:
		return value.Union(next(v.X), s.updates(v))
	case *ssa.SliceToArrayPointer:
		return next(v.X)
	case *ssa.Phi:
		var d value.Data
		for _, e := range v.Edges {
			d = value.Union(d, next(e))
		}
		if s.nilList(v) {
			d.Taint |= api.TaintNilList
		}
		return d
	case *ssa.Function:
		return s.functionData(v)
	case *ssa.Index:
		return s.pick(v.X, v.Index)
	case *ssa.IndexAddr:
		return s.pick(v.X, v.Index)
	case *ssa.Lookup:
		return s.pick(v.X, v.Index)
	case *ssa.FieldAddr:
		return s.SlotData(s.readField(v.X, fieldName(v.X.Type(), v.Field), v))
	case *ssa.MakeClosure:
		var d value.Data
		for _, b := range v.Bindings {
			d = value.Union(d, next(b))
		}
		return value.Union(d, s.functionData(v.Fn.(*ssa.Function)))
	case *ssa.Extract:
		return s.tupleData(v)
	case *ssa.Call:
		return s.callData(v, 0)
	}
	return value.Data{}
}

func named(n string) []string {
	if n == "" || n == "_" || len(n) > 64 {
		return nil
	}
	return []string{n}
}

// nameOnly is the data of the part of an environment variable that is its name, which
// gives nothing away.
func nameOnly(d value.Data) value.Data {
	d.Taint &^= api.TaintEnvVar | api.TaintEnvPart
	d.Srcs = slices.DeleteFunc(slices.Clone(d.Srcs), func(s string) bool { return strings.HasSuffix(s, Each) || strings.HasSuffix(s, Some) })
	return d
}

// pick is the data of the element at an index: that of an element, and as easily
// guessed as the index, as with a letter of an alphabet.
func (s *Evaluator) pick(list, index ssa.Value) value.Data {
	return value.Union(Element(s.Data(list)), guessOnly(s.Data(index)))
}

func (s *Evaluator) loadData(v *ssa.UnOp) value.Data {
	var names []string
	switch a := v.X.(type) {
	case *ssa.FieldAddr:
		names = named(fieldName(a.X.Type(), a.Field))
	case *ssa.Global:
		names = named(a.Name())
	case *ssa.IndexAddr:
		return s.pick(a.X, a.Index)
	case *ssa.Alloc:
		names = named(a.Comment)
	}
	d := value.Union(s.SlotData(s.Load(v)), s.fieldTaint(v))
	if a := s.AllocOf(v.X); a != nil {
		d = value.Union(d, s.Data(a))
	}
	return value.Union(d, value.Data{Names: names})
}

func (s *Evaluator) SlotData(sl Slot) value.Data {
	var d value.Data
	for _, x := range sl.Vals {
		d = value.Union(d, s.Data(x))
	}
	if sl.Key != "" {
		if g, ok := s.Callees.Variable(sl.Key); ok {
			d = value.Union(d, g.Data)
		} else if _, _, ok := ParamIndex(sl.Key); ok {
			d = value.Union(d, value.Data{Srcs: []string{sl.Key}})
		}
	}
	return d
}

// updates collects the data of everything that is put into the object v.
func (s *Evaluator) updates(v ssa.Value) value.Data {
	var d value.Data
	refs := v.Referrers()
	if refs == nil {
		return d
	}
	for _, in := range *refs {
		switch in := in.(type) {
		case *ssa.Store:
			if in.Addr == v {
				d = value.Union(d, s.Data(in.Val))
			}
		case *ssa.MapUpdate:
			if in.Map == v {
				d = value.Union(d, s.Gathered(s.Data(in.Value), in))
			}
		case *ssa.IndexAddr:
			if in.X == v {
				d = value.Union(d, s.elementsAt(v, in))
			}
		case *ssa.FieldAddr:
			d = value.Union(d, s.storedAt(in))
			d = value.Union(d, value.Data{Names: s.fieldIfStored(in)})
		case *ssa.MakeInterface, *ssa.ChangeInterface:
			d = value.Union(d, s.updates(in.(ssa.Value)))
		case ssa.CallInstruction:
			d = value.Union(d, s.writtenInto(v, in))
		}
	}
	return d
}

// elementsAt is the data of what is put into an element: all of a collection
// if it is done for each.
func (s *Evaluator) elementsAt(v ssa.Value, in *ssa.IndexAddr) value.Data {
	d := s.updates(in)
	if _, made := v.(*ssa.MakeSlice); made {
		return s.Gathered(d, in)
	}
	return d
}

func (s *Evaluator) storedAt(addr ssa.Value) value.Data {
	var d value.Data
	for _, r := range *addr.Referrers() {
		if st, ok := r.(*ssa.Store); ok && st.Addr == addr {
			d = value.Union(d, s.Data(st.Val))
		}
	}
	return d
}

func (s *Evaluator) fieldIfStored(fa *ssa.FieldAddr) []string {
	for _, r := range *fa.Referrers() {
		if st, ok := r.(*ssa.Store); ok && st.Addr == fa {
			return named(fieldName(fa.X.Type(), fa.Field))
		}
	}
	return nil
}

// writtenInto is the data that a call writes into v: buf.WriteString(x),
// fmt.Fprintf(&buf, …), pem.Encode(&buf, block).
func (s *Evaluator) writtenInto(v ssa.Value, call ssa.CallInstruction) value.Data {
	fn, args := s.Callee(call.Common())
	if fn == nil || len(args) < 2 || args[0] != v || api.PureOf(fn) != api.PassOn {
		return value.Data{}
	}
	name := fn.Name()
	if !strings.HasPrefix(name, "Write") && !strings.HasPrefix(name, "Fprint") && !strings.HasPrefix(name, "Encode") && name != "Copy" && name != "ReadFrom" {
		return value.Data{}
	}
	return s.Gathered(s.argsData(args[1:]), call)
}

func (s *Evaluator) argsData(args []ssa.Value) value.Data {
	var d value.Data
	for _, a := range args {
		d = value.Union(d, s.Data(a))
	}
	return d
}

func (s *Evaluator) tupleData(v *ssa.Extract) value.Data {
	switch t := v.Tuple.(type) {
	case *ssa.Call:
		return s.callData(t, v.Index)
	case *ssa.Next:
		if r, ok := t.Iter.(*ssa.Range); ok && v.Index == 2 {
			return Element(s.Data(r.X))
		}
	case *ssa.TypeAssert:
		return s.Data(t.X)
	case *ssa.Lookup:
		return Element(s.Data(t.X))
	case *ssa.UnOp:
		return s.Data(t.X)
	}
	return value.Data{}
}

// callData evaluates a call's result: sources, functions that hand their
// arguments on, and what summaries tell.
func (s *Evaluator) callData(c *ssa.Call, index int) value.Data {
	if b, ok := c.Call.Value.(*ssa.Builtin); ok {
		if b.Name() == "append" && len(c.Call.Args) == 2 {
			return s.appendData(c)
		}
		if b.Name() == "min" || b.Name() == "max" {
			return s.argsData(c.Call.Args)
		}
		return value.Data{}
	}
	fn, args := s.Callee(c.Common())
	if fn == nil {
		return value.Data{}
	}
	if errorResult(fn.Signature(), index) {
		return value.Data{}
	}
	if row := s.Rows.Lookup(fn); row != nil && row.Taint != 0 {
		if row.Result != 0 && int(row.Result) != index+1 {
			return value.Data{}
		}
		d := value.Data{Taint: row.Taint, Why: row.Name}
		if row.Taint&api.TaintGetenv != 0 && len(args) > 0 {
			if n, ok := s.Path(args[0]).Const(); ok && !strings.Contains(n, "$") {
				d.Names = named(n)
			}
		}
		return d
	}
	switch api.PureOf(fn) {
	case api.Hides, api.BaseOf, api.FdOf:
		return value.Data{}
	case api.PartOf:
		return Element(s.argsData(args[:1]))
	case api.Splits:
		d := s.argsData(args[:1])
		if index == 0 {
			return nameOnly(d)
		}
		return told(fn, index, d)
	case api.NumberText:
		return unnamedNumber(args[0].Type(), s.argsData(args))
	case api.NotPure:
		if ret := s.Callees.Result(c, index); ret != nil {
			return value.Union(ret.Data(), value.Data{Names: named(fn.Name())})
		}
		return s.methodData(fn, args)
	}
	if d, ok := s.sinceEmptied(c, args); ok {
		return told(fn, index, d)
	}
	return told(fn, index, s.argsData(args))
}

// told limits data to what a result of its type can tell: a number or a truth
// value is not the text that it was computed from, but a number may have been
// told by whoever started the program.
func told(fn *types.Func, index int, d value.Data) value.Data {
	if index >= fn.Signature().Results().Len() {
		return d
	}
	b, ok := fn.Signature().Results().At(index).Type().Underlying().(*types.Basic)
	if !ok || b.Info()&types.IsString != 0 {
		return d
	}
	number := guessOnly(d)
	if b.Info()&types.IsInteger != 0 && d.Taint&(api.TaintGetenv|api.TaintArgs) != 0 {
		number.Taint |= api.TaintEnvNumber
	}
	return number
}

// unnamedNumber leaves out the names of a number that is put into a text: the
// text is not what the number is called.
func unnamedNumber(t types.Type, d value.Data) value.Data {
	if b, ok := t.Underlying().(*types.Basic); ok && b.Info()&types.IsNumeric != 0 {
		d.Names = nil
	}
	return d
}

// methodData: the result of a method of unknown body carries the taint of a
// time or random receiver (time.Now().Unix()), and the method's name.
func (s *Evaluator) methodData(fn *types.Func, args []ssa.Value) value.Data {
	d := value.Data{Names: named(fn.Name())}
	if fn.Signature().Recv() == nil || len(args) == 0 || fn.Pkg() == nil {
		return d
	}
	r := s.Data(args[0])
	if strings.Contains(fn.Pkg().Path(), ".") {
		r = guessOnly(r) // as with the text of a UUID
	}
	d.Taint = r.Taint &^ (api.TaintEnviron | api.TaintGetenv)
	d.Why = r.Why
	return d
}

func errorResult(sig *types.Signature, index int) bool {
	return index < sig.Results().Len() && flow.IsError(sig.Results().At(index).Type())
}

// guessOnly keeps of arithmetic only how well its result can be guessed.
func guessOnly(d value.Data) value.Data {
	return value.Data{Taint: d.Taint & (api.TaintPid | api.TaintRandom), Why: d.Why}
}

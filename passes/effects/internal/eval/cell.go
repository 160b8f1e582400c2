package eval

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// A Slot is what may stand in a variable or field when it is read: one of
// vals, the zero value, or something unknown that is called key.
type Slot struct {
	Vals []ssa.Value
	Zero bool
	Key  string // "" when nothing unknown can stand there
}

// A storeIndex finds the stores to fields and variables of a family: a
// declared function with the literals inside it.
type storeIndex map[string][]*ssa.Store

// Load returns what the load instruction v = *v.X may read.
func (s *Evaluator) Load(v *ssa.UnOp) Slot { return s.slots.get(v) }

func (s *Evaluator) read(addr ssa.Value, at ssa.Instruction) Slot {
	switch addr := addr.(type) {
	case *ssa.FreeVar:
		if b := s.Binding(addr); b != nil {
			return s.read(b, at)
		}
	case *ssa.Alloc:
		return s.readAlloc(addr, at)
	case *ssa.Global:
		return s.readGlobal(addr)
	case *ssa.FieldAddr:
		return s.readField(addr.X, fieldName(addr.X.Type(), addr.Field), at)
	case *ssa.IndexAddr:
		return s.readElement(addr, at.(ssa.Value))
	case *ssa.Call, *ssa.UnOp:
		return s.readPointer(addr)
	}
	return Slot{Key: local(at.(ssa.Value))}
}

// readPointer is what a pointer of unknown origin points to, or that of an
// option: its default, unless the command line says otherwise.
func (s *Evaluator) readPointer(p ssa.Value) Slot {
	r := Slot{Key: strings.TrimPrefix(s.Key(p), "&")}
	if ld, ok := p.(*ssa.UnOp); ok && ld.Op == token.MUL {
		if sl := s.Load(ld); len(sl.Vals) == 1 && sl.Key == "" {
			p = sl.Vals[0]
		}
	}
	if c, ok := p.(*ssa.Call); ok {
		fn, args := s.Callee(c.Common())
		if row := s.Rows.Lookup(fn); row != nil && row.Default != 0 {
			r.Vals = []ssa.Value{Arg(fn, args, int(row.Default))}
		}
	}
	return r
}

// readAlloc collects the values stored in a local variable that lives in
// memory because a literal captures it or its address is taken.
func (s *Evaluator) readAlloc(a *ssa.Alloc, at ssa.Instruction) Slot {
	c := s.cell(a)
	if !c.closed {
		return Slot{Key: local(a)}
	}
	r := Slot{Zero: true}
	for _, st := range c.stores {
		r.Vals = append(r.Vals, st.Val)
		if s.Flow.Dominates(st, at) {
			r.Zero = false
		}
	}
	if len(c.options) > 0 {
		return Slot{Vals: append(r.Vals, c.options...), Key: local(a)}
	}
	if len(c.stores) > 0 && at.Parent() != a.Parent() {
		r.Zero = false // a literal runs after the variable was set
	}
	return s.lastStore(r, c.stores, at)
}

// maxStores bounds the search for the stores that a reader can see.
const maxStores = 32

// lastStore narrows a slot to the stores that can be the last before the
// reader, when one certainly ran before it and no literal writes the variable:
// that one, and those that may come between the two.
func (s *Evaluator) lastStore(r Slot, stores []*ssa.Store, at ssa.Instruction) Slot {
	var last *ssa.Store
	for _, st := range stores {
		if st.Parent() != at.Parent() {
			return r
		}
		if s.Flow.Dominates(st, at) && (last == nil || s.Flow.Dominates(last, st)) {
			last = st
		}
	}
	if last == nil {
		return r
	}
	vals := []ssa.Value{last.Val}
	if last.Block() == at.Block() {
		return Slot{Vals: vals}
	}
	if len(stores) > maxStores {
		return r
	}
	for _, st := range stores {
		if st != last && s.Flow.Leads(last, st) && s.Flow.Leads(st, at) {
			vals = append(vals, st.Val)
		}
	}
	return Slot{Vals: vals}
}

// A cell is what is known of an allocation: the whole-variable stores, and
// whether anybody else may write it.
type cell struct {
	stores []*ssa.Store
	// options are the defaults that the declaration of an option stores in it.
	options []ssa.Value
	closed  bool
}

func (s *Evaluator) cell(a *ssa.Alloc) cell {
	if c, ok := s.cells[a]; ok {
		return c
	}
	c := cell{closed: true}
	s.collect(a, &c, 0)
	s.cells[a] = c
	return c
}

func (s *Evaluator) collect(addr ssa.Value, c *cell, depth int) {
	refs := addr.Referrers()
	if refs == nil || depth > 4 {
		return
	}
	for _, in := range *refs {
		switch in := in.(type) {
		case *ssa.Store:
			if in.Addr == addr {
				c.stores = append(c.stores, in)
			} else {
				c.closed = false
			}
		case *ssa.UnOp, *ssa.FieldAddr, *ssa.IndexAddr, *ssa.Slice, *ssa.DebugRef, *ssa.Return:
		case *ssa.MakeClosure:
			fn := in.Fn.(*ssa.Function)
			for i, b := range in.Bindings {
				if b == addr && i < len(fn.FreeVars) {
					s.collect(fn.FreeVars[i], c, depth+1)
				}
			}
		default:
			if def := s.optionIn(in, addr); def != nil {
				c.options = append(c.options, def)
			} else {
				c.closed = false
			}
		}
	}
}

// optionIn returns the default of an option that a call declares and stores in the
// variable at addr; nil for other instructions.
func (s *Evaluator) optionIn(in ssa.Instruction, addr ssa.Value) ssa.Value {
	c, ok := in.(ssa.CallInstruction)
	if !ok {
		return nil
	}
	fn, args := s.Callee(c.Common())
	if row := s.Rows.Lookup(fn); row != nil && row.Into != 0 && Arg(fn, args, int(row.Into)) == addr {
		return Arg(fn, args, int(row.Default))
	}
	return nil
}

// maxCopies bounds the walk through copies of structs.
const maxCopies = 8

// readField returns what base.name may hold at an instruction.
func (s *Evaluator) readField(base ssa.Value, name string, at ssa.Instruction) Slot {
	return s.copiedField(base, name, at, 0)
}

func (s *Evaluator) copiedField(base ssa.Value, name string, at ssa.Instruction, copies int) Slot {
	k := s.Key(base) + "." + name
	if s.fieldNames || copies > maxCopies { // x = x and longer circles of copies
		return Slot{Key: k}
	}
	stores := s.Stores(at.Parent())[k]
	if options := s.fieldOptions(at.Parent())[k]; len(options) > 0 {
		r := Slot{Vals: slices.Clone(options), Key: k}
		for _, st := range stores {
			r.Vals = append(r.Vals, st.Val)
		}
		return r
	}
	fresh := false
	if a := s.AllocOf(base); a != nil && outermost(a.Parent()) != outermost(at.Parent()) {
		// Made elsewhere, as by the initializer of a package variable: what is stored
		// there may be something else by now.
		r := Slot{Key: k}
		for _, st := range s.Stores(a.Parent())[s.Key(a)+"."+name] {
			r.Vals = append(r.Vals, st.Val)
		}
		return r
	} else if a != nil {
		fresh = true
		switch whole := s.cell(a).stores; { // assignments of the whole struct
		case len(whole) == 1 && len(stores) == 0:
			return s.fieldOfCopy(whole[0].Val, name, copies+1)
		case len(whole) > 0:
			fresh = false
		}
	}
	r := Slot{}
	before := false
	for _, st := range stores {
		r.Vals = append(r.Vals, st.Val)
		if st.Parent() != at.Parent() || s.Flow.Dominates(st, at) {
			before = true
		}
	}
	switch {
	case before && len(stores) == 1:
	case fresh:
		r.Zero = !before
	case before && s.allBefore(stores, at):
	default:
		r.Key = k
	}
	return s.lastStore(r, stores, at)
}

// outermost is the declared function that a literal stands in.
func outermost(fn *ssa.Function) *ssa.Function {
	for fn.Parent() != nil {
		fn = fn.Parent()
	}
	return fn
}

func (s *Evaluator) allBefore(stores []*ssa.Store, at ssa.Instruction) bool {
	for _, st := range stores {
		if !s.Flow.Dominates(st, at) {
			return false
		}
	}
	return true
}

// fieldOfValue returns the field of a struct value that was copied whole.
func (s *Evaluator) fieldOfValue(v ssa.Value, name string) Slot { return s.fieldOfCopy(v, name, 0) }

func (s *Evaluator) fieldOfCopy(v ssa.Value, name string, copies int) Slot {
	if ld, ok := v.(*ssa.UnOp); ok && ld.Op == token.MUL {
		if _, isAlloc := ld.X.(*ssa.Alloc); isAlloc {
			return s.copiedField(ld.X, name, ld, copies)
		}
	}
	if _, ok := v.(*ssa.Const); ok {
		return Slot{Zero: true}
	}
	return Slot{Key: s.Key(v) + "." + name}
}

// Follow reads the fields that sel names, starting at v, as they are at an
// instruction.
func (s *Evaluator) Follow(v ssa.Value, sel string, at ssa.Instruction) Slot {
	for strings.HasPrefix(sel, ".") {
		end := 1
		for end < len(sel) && sel[end] != '.' && sel[end] != '^' && sel[end] != '[' {
			end++
		}
		name, rest := sel[1:end], sel[end:]
		var sl Slot
		if _, ptr := v.Type().Underlying().(*types.Pointer); ptr {
			sl = s.readField(v, name, at)
		} else {
			sl = s.fieldOfValue(v, name)
		}
		if len(sl.Vals) != 1 || sl.Key != "" || sl.Zero {
			if rest != "" {
				return Slot{Key: s.Key(v) + sel}
			}
			return sl
		}
		v, sel = sl.Vals[0], rest
	}
	if sel != "" {
		return Slot{Key: s.Key(v) + sel}
	}
	return Slot{Vals: []ssa.Value{v}}
}

// AllocOf returns the allocation that a pointer certainly points to.
func (s *Evaluator) AllocOf(v ssa.Value) *ssa.Alloc {
	for range MaxDepth {
		switch x := v.(type) {
		case *ssa.Alloc:
			return x
		case *ssa.FreeVar:
			if v = s.Binding(x); v == nil {
				return nil
			}
		case *ssa.UnOp:
			if x.Op != token.MUL {
				return nil
			}
			sl := s.Load(x)
			if len(sl.Vals) != 1 || sl.Key != "" {
				return nil
			}
			v = sl.Vals[0]
		case *ssa.Phi:
			if v = s.onlyEdge(x); v == nil {
				return nil
			}
		case *ssa.ChangeType:
			v = x.X
		case *ssa.MakeInterface:
			v = x.X
		default:
			return nil
		}
	}
	return nil
}

// Stores returns the index of field stores for the family of fn.
func (s *Evaluator) Stores(fn *ssa.Function) storeIndex {
	for fn.Parent() != nil {
		fn = fn.Parent()
	}
	if idx, ok := s.families[fn]; ok {
		return idx
	}
	idx, options := storeIndex{}, map[string][]ssa.Value{}
	s.families[fn], s.options[fn] = idx, options
	var visit func(*ssa.Function)
	visit = func(f *ssa.Function) {
		for _, b := range f.Blocks {
			for _, in := range b.Instrs {
				if st, ok := in.(*ssa.Store); ok {
					if fa, ok := st.Addr.(*ssa.FieldAddr); ok {
						k := s.names().Key(fa)
						idx[k] = append(idx[k], st)
					}
				}
				if c, ok := in.(ssa.CallInstruction); ok && len(c.Common().Args) > 0 {
					for _, a := range c.Common().Args[:min(2, len(c.Common().Args))] {
						if fa, ok := a.(*ssa.FieldAddr); ok {
							if def := s.optionIn(in, fa); def != nil {
								k := s.names().Key(fa)
								options[k] = append(options[k], def)
							}
						}
					}
				}
			}
		}
		for _, a := range f.AnonFuncs {
			visit(a)
		}
	}
	visit(fn)
	return idx
}

// fieldOptions returns the defaults of options that the family of fn has in fields.
func (s *Evaluator) fieldOptions(fn *ssa.Function) map[string][]ssa.Value {
	s.Stores(fn)
	for fn.Parent() != nil {
		fn = fn.Parent()
	}
	return s.options[fn]
}

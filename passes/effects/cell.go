package effects

import (
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/permvet/permvet/internal/api"
)

// A slot is what may stand in a variable or field when it is read: one of
// vals, the zero value, or something unknown that is called key.
type slot struct {
	vals []ssa.Value
	zero bool
	key  string // "" when nothing unknown can stand there
}

// A storeIndex finds the stores to fields and variables of a family: a
// declared function with the literals inside it.
type storeIndex map[string][]*ssa.Store

// load returns what the load instruction v = *v.X may read.
func (s *Evaluator) load(v *ssa.UnOp) slot {
	if got, ok := s.slots[v]; ok {
		return got
	}
	s.slots[v] = slot{key: local(v)} // while it is being computed
	got := s.read(v.X, v)
	if s.indexing {
		delete(s.slots, v) // fields are not resolved yet
	} else {
		s.slots[v] = got
	}
	return got
}

func (s *Evaluator) read(addr ssa.Value, at ssa.Instruction) slot {
	switch addr := addr.(type) {
	case *ssa.FreeVar:
		if b := s.binding(addr); b != nil {
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
	return slot{key: local(at.(ssa.Value))}
}

// readPointer is what a pointer of unknown origin points to, or that of an
// option: its default, unless the command line says otherwise.
func (s *Evaluator) readPointer(p ssa.Value) slot {
	r := slot{key: strings.TrimPrefix(s.key(p), "&")}
	if ld, ok := p.(*ssa.UnOp); ok && ld.Op == token.MUL {
		if sl := s.load(ld); len(sl.vals) == 1 && sl.key == "" {
			p = sl.vals[0]
		}
	}
	if c, ok := p.(*ssa.Call); ok {
		fn, args := s.callee(c.Common())
		if row := api.Lookup(fn); row != nil && row.Default != 0 {
			r.vals = []ssa.Value{arg(fn, args, int(row.Default))}
		}
	}
	return r
}

// readAlloc collects the values stored in a local variable that lives in
// memory because a literal captures it or its address is taken.
func (s *Evaluator) readAlloc(a *ssa.Alloc, at ssa.Instruction) slot {
	c := s.cell(a)
	if !c.closed {
		return slot{key: local(a)}
	}
	r := slot{zero: true}
	for _, st := range c.stores {
		r.vals = append(r.vals, st.Val)
		if s.flow.Dominates(st, at) {
			r.zero = false
		}
	}
	if len(c.stores) > 0 && at.Parent() != a.Parent() {
		r.zero = false // a literal runs after the variable was set
	}
	return s.lastStore(r, c.stores, at)
}

// maxStores bounds the search for the stores that a reader can see.
const maxStores = 32

// lastStore narrows a slot to the stores that can be the last before the
// reader, when one certainly ran before it and no literal writes the variable:
// that one, and those that may come between the two.
func (s *Evaluator) lastStore(r slot, stores []*ssa.Store, at ssa.Instruction) slot {
	var last *ssa.Store
	for _, st := range stores {
		if st.Parent() != at.Parent() {
			return r
		}
		if s.flow.Dominates(st, at) && (last == nil || s.flow.Dominates(last, st)) {
			last = st
		}
	}
	if last == nil {
		return r
	}
	vals := []ssa.Value{last.Val}
	if last.Block() == at.Block() {
		return slot{vals: vals}
	}
	if len(stores) > maxStores {
		return r
	}
	for _, st := range stores {
		if st != last && s.flow.Leads(last, st) && s.flow.Leads(st, at) {
			vals = append(vals, st.Val)
		}
	}
	return slot{vals: vals}
}

// A cell is what is known of an allocation: the whole-variable stores, and
// whether anybody else may write it.
type cell struct {
	stores []*ssa.Store
	closed bool
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
			c.closed = false
		}
	}
}

// maxFieldDepth bounds the walk through copies of structs.
const maxFieldDepth = 8

// readField returns what base.name may hold at an instruction.
func (s *Evaluator) readField(base ssa.Value, name string, at ssa.Instruction) slot {
	k := s.key(base) + "." + name
	if s.indexing {
		return slot{key: k}
	}
	stores := s.stores(at.Parent())[k]
	if s.fieldDepth > maxFieldDepth { // x = x and longer circles of copies
		return slot{key: k}
	}
	s.fieldDepth++
	defer func() { s.fieldDepth-- }()
	fresh := false
	if a := s.allocOf(base); a != nil {
		fresh = true
		switch whole := s.cell(a).stores; { // assignments of the whole struct
		case len(whole) == 1 && len(stores) == 0:
			return s.fieldOfValue(whole[0].Val, name, at, k)
		case len(whole) > 0:
			fresh = false
		}
	}
	r := slot{}
	before := false
	for _, st := range stores {
		r.vals = append(r.vals, st.Val)
		if st.Parent() != at.Parent() || s.flow.Dominates(st, at) {
			before = true
		}
	}
	switch {
	case before && len(stores) == 1:
	case fresh:
		r.zero = !before
	case before && s.allBefore(stores, at):
	default:
		r.key = k
	}
	return s.lastStore(r, stores, at)
}

func (s *Evaluator) allBefore(stores []*ssa.Store, at ssa.Instruction) bool {
	for _, st := range stores {
		if !s.flow.Dominates(st, at) {
			return false
		}
	}
	return true
}

// fieldOfValue returns the field of a struct value that was copied whole.
func (s *Evaluator) fieldOfValue(v ssa.Value, name string, at ssa.Instruction, k string) slot {
	if ld, ok := v.(*ssa.UnOp); ok && ld.Op == token.MUL {
		if _, isAlloc := ld.X.(*ssa.Alloc); isAlloc {
			return s.readField(ld.X, name, ld)
		}
	}
	if _, ok := v.(*ssa.Const); ok {
		return slot{zero: true}
	}
	return slot{key: s.key(v) + "." + name}
}

// follow reads the fields that sel names, starting at v, as they are at an
// instruction.
func (s *Evaluator) follow(v ssa.Value, sel string, at ssa.Instruction) slot {
	for strings.HasPrefix(sel, ".") {
		end := 1
		for end < len(sel) && sel[end] != '.' && sel[end] != '^' && sel[end] != '[' {
			end++
		}
		name, rest := sel[1:end], sel[end:]
		var sl slot
		if _, ptr := v.Type().Underlying().(*types.Pointer); ptr {
			sl = s.readField(v, name, at)
		} else {
			sl = s.fieldOfValue(v, name, at, s.key(v)+"."+name)
		}
		if len(sl.vals) != 1 || sl.key != "" || sl.zero {
			if rest != "" {
				return slot{key: s.key(v) + sel}
			}
			return sl
		}
		v, sel = sl.vals[0], rest
	}
	if sel != "" {
		return slot{key: s.key(v) + sel}
	}
	return slot{vals: []ssa.Value{v}}
}

// allocOf returns the allocation that a pointer certainly points to.
func (s *Evaluator) allocOf(v ssa.Value) *ssa.Alloc {
	for range maxDepth {
		switch x := v.(type) {
		case *ssa.Alloc:
			return x
		case *ssa.FreeVar:
			if v = s.binding(x); v == nil {
				return nil
			}
		case *ssa.UnOp:
			if x.Op != token.MUL {
				return nil
			}
			sl := s.load(x)
			if len(sl.vals) != 1 || sl.key != "" {
				return nil
			}
			v = sl.vals[0]
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

// stores returns the index of field stores for the family of fn.
func (s *Evaluator) stores(fn *ssa.Function) storeIndex {
	for fn.Parent() != nil {
		fn = fn.Parent()
	}
	if idx, ok := s.families[fn]; ok {
		return idx
	}
	idx := storeIndex{}
	s.families[fn] = idx
	s.indexing = true
	defer func() { s.indexing = false }()
	var visit func(*ssa.Function)
	visit = func(f *ssa.Function) {
		for _, b := range f.Blocks {
			for _, in := range b.Instrs {
				if st, ok := in.(*ssa.Store); ok {
					if fa, ok := st.Addr.(*ssa.FieldAddr); ok {
						k := s.key(fa)
						idx[k] = append(idx[k], st)
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

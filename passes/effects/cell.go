package effects

import (
	"go/token"
	"slices"
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
func (s *scanner) load(v *ssa.UnOp) slot {
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

func (s *scanner) read(addr ssa.Value, at ssa.Instruction) slot {
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
func (s *scanner) readPointer(p ssa.Value) slot {
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
func (s *scanner) readAlloc(a *ssa.Alloc, at ssa.Instruction) slot {
	c := s.cell(a)
	if !c.closed {
		return slot{key: local(a)}
	}
	r := slot{zero: true}
	for _, st := range c.stores {
		r.vals = append(r.vals, st.Val)
		if dominates(st, at) {
			r.zero = false
		}
	}
	if len(c.options) > 0 {
		return slot{vals: append(r.vals, c.options...), key: local(a)}
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
func (s *scanner) lastStore(r slot, stores []*ssa.Store, at ssa.Instruction) slot {
	var last *ssa.Store
	for _, st := range stores {
		if st.Parent() != at.Parent() {
			return r
		}
		if dominates(st, at) && (last == nil || dominates(last, st)) {
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
		if st != last && leadsTo(last, st) && leadsTo(st, at) {
			vals = append(vals, st.Val)
		}
	}
	return slot{vals: vals}
}

// leadsTo reports whether some path runs a and later b, both in one function.
func leadsTo(a, b ssa.Instruction) bool {
	if a.Block() == b.Block() && index(a) < index(b) {
		return true
	}
	seen := map[*ssa.BasicBlock]bool{}
	stack := append([]*ssa.BasicBlock{}, a.Block().Succs...)
	for len(stack) > 0 {
		x := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if x == b.Block() {
			return true
		}
		if !seen[x] {
			seen[x] = true
			stack = append(stack, x.Succs...)
		}
	}
	return false
}

// A cell is what is known of an allocation: the whole-variable stores, and
// whether anybody else may write it.
type cell struct {
	stores []*ssa.Store
	// options are the defaults that the declaration of an option stores in it.
	options []ssa.Value
	closed  bool
}

func (s *scanner) cell(a *ssa.Alloc) cell {
	if c, ok := s.cells[a]; ok {
		return c
	}
	c := cell{closed: true}
	s.collect(a, &c, 0)
	s.cells[a] = c
	return c
}

func (s *scanner) collect(addr ssa.Value, c *cell, depth int) {
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
func (s *scanner) optionIn(in ssa.Instruction, addr ssa.Value) ssa.Value {
	c, ok := in.(ssa.CallInstruction)
	if !ok {
		return nil
	}
	fn, args := s.callee(c.Common())
	if row := api.Lookup(fn); row != nil && row.Into != 0 && arg(fn, args, int(row.Into)) == addr {
		return arg(fn, args, int(row.Default))
	}
	return nil
}

// maxFieldDepth bounds the walk through copies of structs.
const maxFieldDepth = 8

// readField returns what base.name may hold at an instruction.
func (s *scanner) readField(base ssa.Value, name string, at ssa.Instruction) slot {
	k := s.key(base) + "." + name
	if s.indexing {
		return slot{key: k}
	}
	stores := s.stores(at.Parent())[k]
	if options := s.fieldOptions(at.Parent())[k]; len(options) > 0 {
		r := slot{vals: slices.Clone(options), key: k}
		for _, st := range stores {
			r.vals = append(r.vals, st.Val)
		}
		return r
	}
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
		if st.Parent() != at.Parent() || dominates(st, at) {
			before = true
		}
	}
	switch {
	case before && len(stores) == 1:
	case fresh:
		r.zero = !before
	case before && allBefore(stores, at):
	default:
		r.key = k
	}
	return s.lastStore(r, stores, at)
}

func allBefore(stores []*ssa.Store, at ssa.Instruction) bool {
	for _, st := range stores {
		if !dominates(st, at) {
			return false
		}
	}
	return true
}

// fieldOfValue returns the field of a struct value that was copied whole.
func (s *scanner) fieldOfValue(v ssa.Value, name string, at ssa.Instruction, k string) slot {
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

// allocOf returns the allocation that a pointer certainly points to.
func (s *scanner) allocOf(v ssa.Value) *ssa.Alloc {
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
func (s *scanner) stores(fn *ssa.Function) storeIndex {
	for fn.Parent() != nil {
		fn = fn.Parent()
	}
	if idx, ok := s.families[fn]; ok {
		return idx
	}
	idx, options := storeIndex{}, map[string][]ssa.Value{}
	s.families[fn], s.options[fn] = idx, options
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
				if c, ok := in.(ssa.CallInstruction); ok && len(c.Common().Args) > 0 {
					for _, a := range c.Common().Args[:min(2, len(c.Common().Args))] {
						if fa, ok := a.(*ssa.FieldAddr); ok {
							if def := s.optionIn(in, fa); def != nil {
								k := s.key(fa)
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
func (s *scanner) fieldOptions(fn *ssa.Function) map[string][]ssa.Value {
	s.stores(fn)
	for fn.Parent() != nil {
		fn = fn.Parent()
	}
	return s.options[fn]
}

// dominates reports whether a certainly runs before b, both in one function.
func dominates(a, b ssa.Instruction) bool {
	if a.Parent() != b.Parent() {
		return false
	}
	if a.Block() != b.Block() {
		return a.Block().Dominates(b.Block())
	}
	for _, in := range a.Block().Instrs {
		if in == a {
			return a != b
		}
		if in == b {
			return false
		}
	}
	return false
}

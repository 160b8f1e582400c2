package effects

import (
	"go/token"
	"go/types"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/value"
	"github.com/permvet/permvet/passes/effects/internal/eval"
	"golang.org/x/tools/go/ssa"
)

// A Setting is a value that is stored in a field of the table: what a child
// starts with, what a handler passes on.
type Setting struct {
	Field *api.Field
	// Object is the key of the struct; settings of one Object belong together.
	Object string
	// Base is the struct or a pointer to it, nil when a callee stores.
	Base ssa.Value
	// Value is nil when only a callee knows it.
	Value ssa.Value
	Data  value.Data
	// At is the store, or the call of a function that stores.
	At ssa.Instruction
	// Plain: the struct is made here, or returned to here, and has the value
	// from then on rather than on some way only.
	Plain bool
	// Handed: the value is a parameter and callers have the struct, so that they
	// decide. Settled: the callee left it to its callers, and it is decided here.
	Handed, Settled bool
	// Inside is the data as the callee saw it.
	Inside value.Data
	// Left: the struct is the argument of a callee, which could not know what
	// else is stored in it.
	Left bool
	// Told: a callee knew the struct and the value, and was judged for it.
	Told bool

	key    string // of the value
	pos    token.Pos
	shared bool // callers have the struct too
}

// Own reports whether the field is written here rather than in a callee.
func (s *Setting) Own() bool { return s.Base != nil }

// Outer reports whether the struct is a parameter, so that callers may store more
// in it.
func (s *Setting) Outer() bool { return eval.IsParam(s.Object) }

// Key names the value: equal keys, equal values.
func (s *Setting) Key() string { return s.key }

// Pos is where the field is written, in a literal or on the left of an
// assignment, or where the function is called that does it.
func (s *Setting) Pos() token.Pos { return s.pos }

// Settings returns the settings of the package, function by function.
func (r *Result) Settings() []*Setting { return r.settings() }

func (r *Result) listSettings() []*Setting {
	if r.s == nil {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	var all []*Setting
	for _, fn := range r.s.All {
		for _, set := range r.s.settings(fn) {
			if call := r.CallAt(set.pos); call != nil && !set.Own() {
				set.pos = call.Pos()
			}
			all = append(all, set)
		}
	}
	return all
}

// settings lists what a function and what it calls set.
func (s *scanner) settings(fn *ssa.Function) []*Setting {
	if all, ok := s.sets[fn]; ok {
		return all
	}
	var all []*Setting
	for _, b := range fn.Blocks {
		for _, in := range b.Instrs {
			switch in := in.(type) {
			case *ssa.Store:
				if set := s.setting(in); set != nil {
					all = append(all, set)
				}
			case ssa.CallInstruction:
				if sum, inst := s.summaryOf(in); sum != nil && inst.lit == nil {
					for _, set := range sum.Sets {
						all = append(all, inst.bindSet(set))
					}
				}
			}
		}
	}
	s.markShared(fn, all)
	s.sets[fn] = all
	return all
}

func (s *scanner) setting(st *ssa.Store) *Setting {
	fa, ok := st.Addr.(*ssa.FieldAddr)
	if !ok {
		return nil
	}
	row := api.LookupField(fa.X.Type(), fa.Field)
	if row == nil {
		return nil
	}
	set := &Setting{Field: row, Object: s.Key(fa.X), Base: fa.X, Value: st.Val, Data: s.Data(st.Val), At: st, key: s.Key(st.Val), pos: fa.Pos()}
	set.Plain = s.AllocOf(fa.X) != nil && sameBlock(fa.X, st)
	if !set.pos.IsValid() {
		set.pos = st.Pos()
	}
	return set
}

func sameBlock(v ssa.Value, at ssa.Instruction) bool {
	in, ok := v.(ssa.Instruction)
	return ok && in.Block() == at.Block()
}

// setsField reports whether the package writes or reads a field of the table.
func setsField(obj types.Object) bool {
	v, ok := obj.(*types.Var)
	return ok && v.IsField() && api.MayBeField(v)
}

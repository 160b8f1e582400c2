package effects

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/permvet/permvet/internal/api"
)

// A Setting is a value that is stored in a field of the table: what a child
// starts with, what a handler passes on.
type Setting struct {
	Field *api.Field
	// Object is the key of the struct; settings of one Object belong together.
	Object string
	// Base is the struct or a pointer to it.
	Base  ssa.Value
	Value ssa.Value
	Store *ssa.Store
	// Fresh: the struct is made in this function, by a literal or a variable.
	Fresh bool
}

// Pos is where the field is written: in a literal, or on the left of an
// assignment.
func (s *Setting) Pos() token.Pos {
	if fa, ok := s.Store.Addr.(*ssa.FieldAddr); ok && fa.Pos().IsValid() {
		return fa.Pos()
	}
	return s.Store.Pos()
}

// Settings returns the settings of the package, function by function.
func (r *Result) Settings() []*Setting {
	if r.s == nil {
		return nil
	}
	var all []*Setting
	for _, fn := range r.s.all {
		for _, b := range fn.Blocks {
			for _, in := range b.Instrs {
				if st, ok := in.(*ssa.Store); ok {
					if set := r.s.setting(st); set != nil {
						all = append(all, set)
					}
				}
			}
		}
	}
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
	return &Setting{Field: row, Object: s.key(fa.X), Base: fa.X, Value: st.Val, Store: st, Fresh: s.allocOf(fa.X) != nil}
}

// setsField reports whether the package writes or reads a field of the table.
func setsField(obj types.Object) bool {
	v, ok := obj.(*types.Var)
	return ok && v.IsField() && api.MayBeField(v)
}

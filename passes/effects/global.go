package effects

import (
	"go/token"

	"golang.org/x/tools/go/ssa"
)

// readGlobal returns the value of a package variable that is never written
// after its initialiser; those of other packages come from facts.
func (s *scanner) readGlobal(g *ssa.Global) slot {
	if g.Pkg != s.ssa {
		return slot{key: g.String()}
	}
	s.indexGlobals()
	st, written := s.globals[g]
	switch {
	case !written:
		return slot{zero: true}
	case st == nil:
		return slot{vals: s.holding(g).options, key: g.String()}
	}
	return slot{vals: []ssa.Value{st.Val}}
}

// indexGlobals finds for each package variable its only store, in the
// package's initialiser; nil when there is another, or its address is taken.
func (s *scanner) indexGlobals() {
	if s.globals != nil {
		return
	}
	s.globals = make(map[*ssa.Global]*ssa.Store)
	s.seams = make(map[*ssa.Global]ssa.Value)
	s.stored = make(map[*ssa.Global]*holding)
	for _, fn := range s.all {
		for _, b := range fn.Blocks {
			for _, in := range b.Instrs {
				if !s.foreign(in) {
					s.indexGlobalUse(fn, in)
				}
			}
		}
	}
}

func (s *scanner) indexGlobalUse(fn *ssa.Function, in ssa.Instruction) {
	if st, ok := in.(*ssa.Store); ok {
		if g, ok := st.Addr.(*ssa.Global); ok && g.Pkg == s.ssa {
			s.indexSeam(g, st)
			s.holding(g).vals = append(s.holding(g).vals, st.Val)
			if _, twice := s.globals[g]; twice || fn.Synthetic == "" {
				s.globals[g] = nil
			} else {
				s.globals[g] = st
			}
			if other, ok := st.Val.(*ssa.Global); ok {
				s.globals[other] = nil
				s.holding(other).open = true
			}
			return
		}
	}
	if ld, ok := in.(*ssa.UnOp); ok {
		if g, ok := ld.X.(*ssa.Global); ok && overwritten(ld) {
			s.holding(g).lost = true
		}
	}
	switch in.(type) {
	case *ssa.UnOp, *ssa.FieldAddr, *ssa.IndexAddr, *ssa.DebugRef:
		return
	}
	for _, op := range in.Operands(nil) {
		if g, ok := (*op).(*ssa.Global); ok && g.Pkg == s.ssa {
			s.globals[g] = nil
			s.holding(g).open = true
			if def := s.optionIn(in, g); def != nil {
				s.holding(g).options = append(s.holding(g).options, def)
			}
		}
	}
}

// A holding is what is stored in a package variable.
type holding struct {
	vals []ssa.Value
	// options are the defaults of options that are stored in it.
	options []ssa.Value
	// open: something else may be stored in it.
	open bool
	// lost: an element of it gets another value.
	lost bool
}

func (s *scanner) holding(g *ssa.Global) *holding {
	c := s.stored[g]
	if c == nil {
		c = &holding{}
		s.stored[g] = c
	}
	return c
}

// storedIn returns what is stored in a package variable.
func (s *scanner) storedIn(g *ssa.Global) holding {
	if g.Pkg != s.ssa {
		return holding{open: true}
	}
	s.indexGlobals()
	h := *s.holding(g)
	h.open = h.open || token.IsExported(g.Name())
	return h
}

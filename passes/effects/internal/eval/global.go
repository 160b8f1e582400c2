package eval

import (
	"go/token"

	"golang.org/x/tools/go/ssa"
)

// readGlobal returns the value of a package variable that is never written
// after its initialiser; those of other packages come from facts.
func (s *Evaluator) readGlobal(g *ssa.Global) Slot {
	if g.Pkg != s.Pkg {
		return Slot{Key: g.String()}
	}
	s.IndexGlobals()
	st, written := s.Globals[g]
	switch {
	case !written:
		return Slot{Zero: true}
	case st == nil:
		return Slot{Vals: s.holding(g).options, Key: g.String()}
	}
	return Slot{Vals: []ssa.Value{st.Val}}
}

// IndexGlobals finds for each package variable its only store, in the
// package's initialiser; nil when there is another, or its address is taken.
func (s *Evaluator) IndexGlobals() {
	if s.Globals != nil {
		return
	}
	s.Globals = make(map[*ssa.Global]*ssa.Store)
	s.seams = make(map[*ssa.Global]ssa.Value)
	s.stored = make(map[*ssa.Global]*holding)
	for _, fn := range s.All {
		for _, b := range fn.Blocks {
			for _, in := range b.Instrs {
				if s.Skip == nil || !s.Skip(in) {
					s.indexGlobalUse(fn, in)
				}
			}
		}
	}
}

func (s *Evaluator) indexGlobalUse(fn *ssa.Function, in ssa.Instruction) {
	if st, ok := in.(*ssa.Store); ok {
		if g, ok := st.Addr.(*ssa.Global); ok && g.Pkg == s.Pkg {
			s.indexSeam(g, st)
			s.holding(g).vals = append(s.holding(g).vals, st.Val)
			if _, twice := s.Globals[g]; twice || fn.Synthetic == "" {
				s.Globals[g] = nil
			} else {
				s.Globals[g] = st
			}
			if other, ok := st.Val.(*ssa.Global); ok {
				s.Globals[other] = nil
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
		if g, ok := (*op).(*ssa.Global); ok && g.Pkg == s.Pkg {
			s.Globals[g] = nil
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

func (s *Evaluator) holding(g *ssa.Global) *holding {
	c := s.stored[g]
	if c == nil {
		c = &holding{}
		s.stored[g] = c
	}
	return c
}

// storedIn returns what is stored in a package variable.
func (s *Evaluator) storedIn(g *ssa.Global) holding {
	if g.Pkg != s.Pkg {
		return holding{open: true}
	}
	s.IndexGlobals()
	h := *s.holding(g)
	h.open = h.open || token.IsExported(g.Name())
	return h
}

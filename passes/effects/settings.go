package effects

import (
	"github.com/permvet/permvet/internal/api"
	"golang.org/x/tools/go/ssa"
)

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

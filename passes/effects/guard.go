package effects

import (
	"go/token"

	"golang.org/x/tools/go/ssa"
)

// A Guard is a condition that certainly held, or certainly did not, when an
// instruction runs.
type Guard struct {
	Cond  ssa.Value
	Holds bool
}

// Guards returns the conditions that decide whether the effect happens, the
// nearest first.
func (e *Effect) Guards() []Guard { return guards(e.Instr.Block()) }

func guards(b *ssa.BasicBlock) []Guard {
	var all []Guard
	for d := b.Idom(); d != nil; d = d.Idom() {
		if len(d.Instrs) == 0 {
			continue
		}
		iff, ok := d.Instrs[len(d.Instrs)-1].(*ssa.If)
		if !ok {
			continue
		}
		for i, s := range d.Succs {
			if len(s.Preds) == 1 && s.Dominates(b) && d.Succs[1-i] != s {
				all = append(all, Guard{Cond: iff.Cond, Holds: i == 0})
			}
		}
	}
	return all
}

// Equal reports whether the guard says that x and y are equal, or that they
// differ.
func (g Guard) Equal() (x, y ssa.Value, equal, ok bool) {
	cmp, ok := g.Cond.(*ssa.BinOp)
	if !ok || cmp.Op != token.EQL && cmp.Op != token.NEQ {
		return nil, nil, false, false
	}
	return cmp.X, cmp.Y, (cmp.Op == token.EQL) == g.Holds, true
}

package eval

import (
	"go/token"

	"golang.org/x/tools/go/ssa"
)

// This file tells what the elements of a list may be.

// maxElements bounds the values that an element may have.
const maxElements = 8

// A list collects the values that are put into a list.
type list struct {
	s    *Evaluator
	vals []ssa.Value
	// open: others may put something into it, or it is not known what.
	open bool
	// lost: an element gets another value later, so none is known.
	lost bool
	seen map[ssa.Value]bool
}

// readElement returns what an element of a list may hold: what the literals and
// appends put there that the list is made of.
func (s *Evaluator) readElement(addr *ssa.IndexAddr, at ssa.Value) Slot {
	l := &list{s: s, seen: map[ssa.Value]bool{}}
	l.add(addr.X)
	switch {
	case l.lost || len(l.vals) == 0 || len(l.vals) > maxElements:
		return Slot{Key: local(at)}
	case l.open:
		return Slot{Vals: l.vals, Key: local(at)}
	}
	return Slot{Vals: l.vals}
}

// add collects the elements of a list.
func (l *list) add(v ssa.Value) {
	if l.seen[v] {
		return
	}
	l.seen[v] = true
	if l.lost = l.lost || overwritten(v); l.lost || len(l.vals) > maxElements {
		return
	}
	switch v := v.(type) {
	case *ssa.Const: // nil
	case *ssa.Slice:
		elems := l.s.SliceElems(v)
		l.vals = append(l.vals, elems...)
		l.open = l.open || elems == nil || v.Low != nil || v.High != nil
	case *ssa.ChangeType:
		l.add(v.X)
	case *ssa.Phi:
		for _, e := range v.Edges {
			l.add(e)
		}
	case *ssa.Call:
		if !IsAppend(v) {
			l.open = true
			return
		}
		for _, a := range v.Call.Args {
			l.add(a)
		}
	case *ssa.UnOp:
		l.load(v)
	default:
		l.open = true
	}
}

// load adds what is in a variable that holds a list.
func (l *list) load(v *ssa.UnOp) {
	if v.Op != token.MUL {
		l.open = true
		return
	}
	if g, ok := v.X.(*ssa.Global); ok {
		in := l.s.storedIn(g)
		l.open, l.lost = l.open || in.open, l.lost || in.lost
		for _, x := range in.vals {
			l.add(x)
		}
		return
	}
	sl := l.s.Load(v)
	l.open = l.open || sl.Key != ""
	for _, x := range sl.Vals {
		l.add(x)
	}
}

// overwritten reports whether an element of the list gets a value by its index.
func overwritten(v ssa.Value) bool {
	refs := v.Referrers()
	if refs == nil {
		return false
	}
	for _, r := range *refs {
		if ia, ok := r.(*ssa.IndexAddr); ok && ia.X == v {
			for _, use := range *ia.Referrers() {
				if st, ok := use.(*ssa.Store); ok && st.Addr == ia {
					return true
				}
			}
		}
	}
	return false
}

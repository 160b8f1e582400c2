package effects

import (
	"go/token"

	"golang.org/x/tools/go/ssa"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/value"
)

// This file answers questions of time, on the control-flow graph rather than
// the order of lines.

// MayFollow reports whether some path runs a and then b.
func (f *Func) MayFollow(a, b *Effect) bool {
	switch {
	case a == b:
		return false
	case a.Deferred && b.Deferred:
		return f.before(b.Instr, a.Instr) // defers run in reverse
	case a.Deferred:
		return false
	case b.Deferred:
		return f.before(a.Instr, b.Instr) || f.before(b.Instr, a.Instr)
	case a.Instr == b.Instr:
		return a.seq < b.seq
	}
	return f.before(a.Instr, b.Instr)
}

// Leads reports whether some path runs a and then b within one turn of any
// loop that holds both: what two turns do is done to two objects.
func (f *Func) Leads(a, b *Effect) bool {
	return f.MayFollow(a, b) && (a.seq < b.seq || !f.MayFollow(b, a))
}

// RunsBefore reports whether some path runs the effect and later the
// instruction.
func (f *Func) RunsBefore(e *Effect, in ssa.Instruction) bool { return f.before(e.Instr, in) }

// CallsBetween reports whether anything is called, or received from another
// goroutine, that may run after a and before b.
func (f *Func) CallsBetween(a, b *Effect) bool {
	for _, blk := range f.Fn.Blocks {
		for _, in := range blk.Instrs {
			switch in := in.(type) {
			case ssa.CallInstruction:
				if _, builtin := in.Common().Value.(*ssa.Builtin); builtin || in == a.Instr || in == b.Instr {
					continue
				}
			case *ssa.Select:
			default:
				continue
			}
			if f.before(a.Instr, in) && (b.Deferred || f.before(in, b.Instr)) {
				return true
			}
		}
	}
	return false
}

// before reports whether some path runs instruction a and later b.
func (f *Func) before(a, b ssa.Instruction) bool {
	if a.Block() == b.Block() && index(a) < index(b) {
		return true
	}
	if a.Block().Parent() != b.Block().Parent() {
		return false
	}
	return f.reaches(a.Block(), b.Block())
}

func index(in ssa.Instruction) int {
	for i, x := range in.Block().Instrs {
		if x == in {
			return i
		}
	}
	return -1
}

// reaches reports whether a path of at least one edge leads from block a to b.
func (f *Func) reaches(a, b *ssa.BasicBlock) bool {
	if f.reach == nil {
		f.reach = make([][]uint64, len(f.Fn.Blocks))
	}
	set := f.reach[a.Index]
	if set == nil {
		set = make([]uint64, (len(f.Fn.Blocks)+63)/64)
		stack := append([]*ssa.BasicBlock{}, a.Succs...)
		for len(stack) > 0 {
			x := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			if set[x.Index/64]&(1<<(x.Index%64)) != 0 {
				continue
			}
			set[x.Index/64] |= 1 << (x.Index % 64)
			stack = append(stack, x.Succs...)
		}
		f.reach[a.Index] = set
	}
	return set[b.Index/64]&(1<<(b.Index%64)) != 0
}

// Dominates reports whether a certainly ran when b runs.
func (f *Func) Dominates(a, b *Effect) bool {
	switch {
	case a.Maybe || a.Async:
		return false
	case a.Deferred:
		return b.Deferred && dominates(b.Instr, a.Instr) && b.Instr.Block() == a.Instr.Block()
	case a.Instr == b.Instr:
		return a.seq < b.seq
	}
	return dominates(a.Instr, b.Instr)
}

// OnEveryPathFrom reports whether every path from a to the function's return
// runs an effect that satisfies stop. Paths on which a itself failed (its
// error is not nil) and paths that end in a panic do not count. The answer is
// unknown where the only other paths have calls that do more than is known.
func (f *Func) OnEveryPathFrom(a *Effect, stop func(*Effect) bool) value.Tri {
	stops := map[ssa.Instruction]bool{}
	for _, e := range f.Effects {
		if e == a || e.Maybe || e.Async || !stop(e) {
			continue
		}
		if e.Deferred && dominates(e.Instr, a.Instr) {
			return value.Yes // already registered, runs at every return
		}
		if e.Instr == a.Instr && e.seq > a.seq {
			return value.Yes
		}
		stops[e.Instr] = true
	}
	switch {
	case !escapes(a.Instr, func(in ssa.Instruction) bool { return stops[in] }):
		return value.Yes
	case f.cut[a.Instr] || !escapes(a.Instr, func(in ssa.Instruction) bool { return stops[in] || f.cut[in] }):
		return value.Unknown
	}
	return value.No
}

// Unseen reports whether some call that may run after a does more than is known,
// so that nothing can be said about what does not happen.
func (f *Func) Unseen(a *Effect) bool {
	for in := range f.cut {
		if in == a.Instr || f.before(a.Instr, in) {
			return true
		}
	}
	return false
}

// escapes reports whether some path leads from a call that succeeded to a return
// without an instruction that stops it.
func escapes(call ssa.CallInstruction, stops func(ssa.Instruction) bool) bool {
	seen := map[*ssa.BasicBlock]bool{}
	var walk func(b *ssa.BasicBlock, from int) bool
	walk = func(b *ssa.BasicBlock, from int) bool {
		for _, in := range b.Instrs[from:] {
			if stops(in) {
				return false
			}
			if _, ok := in.(*ssa.Return); ok {
				return true
			}
		}
		for i, next := range b.Succs {
			if seen[next] || failureEdge(b, i, call) {
				continue
			}
			seen[next] = true
			if walk(next, 0) {
				return true
			}
		}
		return false
	}
	return walk(call.Block(), index(call)+1)
}

// failureEdge reports whether successor i of b is taken only when call's error
// is not nil: nothing was made, so nothing must be closed or restored.
func failureEdge(b *ssa.BasicBlock, i int, call ssa.CallInstruction) bool {
	iff, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
	if !ok {
		return false
	}
	cmp, ok := iff.Cond.(*ssa.BinOp)
	if !ok || cmp.Op != token.NEQ && cmp.Op != token.EQL {
		return false
	}
	x := cmp.X
	if noError(x) {
		x = cmp.Y
	} else if !noError(cmp.Y) {
		return false
	}
	if !isErrorOf(x, call) {
		return false
	}
	return (cmp.Op == token.NEQ) == (i == 0)
}

// noError reports whether v is the value of an error that did not happen: nil,
// or the errno 0 of a raw system call.
func noError(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && (c.IsNil() || c.Value != nil && c.Type().String() == "syscall.Errno" && c.Value.ExactString() == "0")
}

func isErrorOf(v ssa.Value, call ssa.CallInstruction) bool {
	return errorOf(v, call, map[ssa.Value]bool{})
}

func errorOf(v ssa.Value, call ssa.CallInstruction, seen map[ssa.Value]bool) bool {
	if seen[v] {
		return false // a loop
	}
	seen[v] = true
	if t := v.Type().String(); t != "error" && t != "syscall.Errno" {
		return false
	}
	switch v := v.(type) {
	case *ssa.Extract:
		return v.Tuple == call.Value()
	case *ssa.Call:
		return v == call.Value()
	case *ssa.UnOp: // an error variable that a literal captures
		if a, ok := v.X.(*ssa.Alloc); ok {
			for _, r := range *a.Referrers() {
				if st, ok := r.(*ssa.Store); ok && errorOf(st.Val, call, seen) {
					return true
				}
			}
		}
	case *ssa.Phi:
		for _, e := range v.Edges {
			if errorOf(e, call, seen) {
				return true
			}
		}
	}
	return false
}

// ErrIgnored reports whether the error that the effect's call returns is never
// looked at. It is false for calls without an error result.
func (e *Effect) ErrIgnored() bool {
	call, ok := e.Instr.(*ssa.Call)
	if !ok {
		return errorIndex(e.Instr) >= 0 // defer and go drop results
	}
	i := errorIndex(call)
	if i < 0 {
		return false
	}
	if call.Call.Signature().Results().Len() == 1 {
		return len(*call.Referrers()) == 0
	}
	for _, r := range *call.Referrers() {
		if x, ok := r.(*ssa.Extract); ok && x.Index == i && len(*x.Referrers()) > 0 {
			return false
		}
	}
	return true
}

func errorIndex(c ssa.CallInstruction) int {
	res := c.Common().Signature().Results()
	for i := res.Len() - 1; i >= 0; i-- {
		if s := res.At(i).Type().String(); s == "error" || s == "syscall.Errno" {
			return i
		}
	}
	return -1
}

// ResultUsed reports whether result i of the effect's call is read at all.
func (e *Effect) ResultUsed(i int) bool {
	call, ok := e.Instr.(*ssa.Call)
	if !ok {
		return false
	}
	if call.Call.Signature().Results().Len() == 1 {
		return len(*call.Referrers()) > 0
	}
	for _, r := range *call.Referrers() {
		if x, ok := r.(*ssa.Extract); ok && x.Index == i {
			return len(*x.Referrers()) > 0
		}
	}
	return false
}

// Between returns the effects of the given kinds that may run after a and
// before b, in order.
func (f *Func) Between(a, b *Effect, kinds ...api.Kind) []*Effect {
	var r []*Effect
	for _, e := range f.Of(kinds...) {
		if e != a && e != b && f.MayFollow(a, e) && f.MayFollow(e, b) {
			r = append(r, e)
		}
	}
	return r
}

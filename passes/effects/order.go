package effects

import (
	"slices"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/value"
	"github.com/permvet/permvet/passes/effects/internal/eval"
	"github.com/permvet/permvet/passes/effects/internal/flow"
	"golang.org/x/tools/go/ssa"
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
func (f *Func) before(a, b ssa.Instruction) bool { return f.res.ev.Flow.Leads(a, b) }

// Dominates reports whether a certainly ran when b runs.
func (f *Func) Dominates(a, b *Effect) bool {
	switch {
	case a.Maybe || a.Async:
		return false
	case a.Deferred:
		return b.Deferred && f.res.ev.Flow.Dominates(b.Instr, a.Instr) && b.Instr.Block() == a.Instr.Block()
	case a.Instr == b.Instr:
		return a.seq < b.seq
	}
	return f.res.ev.Flow.Dominates(a.Instr, b.Instr)
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
		if e.Deferred && f.res.ev.Flow.Dominates(e.Instr, a.Instr) {
			return value.Yes // already registered, runs at every return
		}
		if e.Instr == a.Instr && e.seq > a.seq {
			return value.Yes
		}
		stops[e.Instr] = true
	}
	switch {
	case !f.res.ev.Flow.Escapes(a.Instr, func(in ssa.Instruction) bool { return stops[in] }):
		return value.Yes
	case f.cut[a.Instr] || !f.res.ev.Flow.Escapes(a.Instr, func(in ssa.Instruction) bool { return stops[in] || f.cut[in] }):
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

// ErrIgnored reports whether the error that the effect's call returns is never
// looked at. It is false for calls without an error result.
func (e *Effect) ErrIgnored() bool {
	call, ok := e.Instr.(*ssa.Call)
	if !ok {
		return flow.ErrorIndex(e.Instr) >= 0 // defer and go drop results
	}
	i := flow.ErrorIndex(call)
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

// cloneFS are the flags that give a thread file system state of its own, the
// umask among it: CLONE_FS, and CLONE_NEWNS and CLONE_NEWUSER, which bring it
// along.
const cloneFS = 0x200 | 0x20000 | 0x10000000

// LeavesFS reports whether an unshare or setns may take its thread out of the
// process's file system state.
func (e *Effect) LeavesFS() bool {
	flags, known := e.Flags.Known(0xffffffff)
	return e.Kind == api.Unshare && (!known || flags&cloneFS != 0)
}

// OwnFS reports whether the effect happens on a thread that left the process's
// file system state before, so that the umask is its own: in this function, or
// in one that runs this literal.
func (f *Func) OwnFS(e *Effect) bool {
	for _, u := range f.Of(api.Unshare) {
		if u.LeavesFS() && f.Dominates(u, e) {
			return true
		}
	}
	parent := f.res.Func(f.Fn.Parent())
	if parent == nil {
		return false
	}
	return slices.ContainsFunc(parent.Of(api.Unshare), func(u *Effect) bool {
		return u.LeavesFS() && slices.ContainsFunc(u.Instr.Common().Args, func(a ssa.Value) bool { return f.res.callback(a) == f.Fn })
	})
}

func (r *Result) callback(a ssa.Value) *ssa.Function {
	return locked(r, func(ev *eval.Evaluator) *ssa.Function { return ev.Callback(a) })
}

// Restored reports whether every path from a umask change sets it once more.
func (f *Func) Restored(e *Effect) value.Tri {
	return f.OnEveryPathFrom(e, func(o *Effect) bool { return o.Kind == api.Umask })
}

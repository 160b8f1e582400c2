package flow

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// Escapes reports whether some path leads from a call that succeeded to a return
// without an instruction that stops it.
func (g *Graphs) Escapes(call ssa.CallInstruction, stops func(ssa.Instruction) bool) bool {
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
	return walk(call.Block(), g.Index(call)+1)
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
	if !IsErrorOf(x, call) {
		return false
	}
	return (cmp.Op == token.NEQ) == (i == 0)
}

// noError reports whether v is the value of an error that did not happen: nil,
// or the errno 0 of a raw system call.
func noError(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && (c.IsNil() || c.Value != nil && IsErrno(c.Type()) && c.Value.ExactString() == "0")
}

// IsError reports whether t is the type error, by whatever name.
func IsError(t types.Type) bool { return types.Identical(t, types.Universe.Lookup("error").Type()) }

// IsErrno reports whether t is the error of a raw system call.
func IsErrno(t types.Type) bool {
	n, ok := types.Unalias(t).(*types.Named)
	return ok && n.Obj().Name() == "Errno" && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == "syscall"
}

func IsErrorOf(v ssa.Value, call ssa.CallInstruction) bool {
	return errorOf(v, call, map[ssa.Value]bool{})
}

func errorOf(v ssa.Value, call ssa.CallInstruction, seen map[ssa.Value]bool) bool {
	if seen[v] {
		return false // a loop
	}
	seen[v] = true
	if !IsError(v.Type()) && !IsErrno(v.Type()) {
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

func ErrorIndex(c ssa.CallInstruction) int {
	res := c.Common().Signature().Results()
	for i := res.Len() - 1; i >= 0; i-- {
		if t := res.At(i).Type(); IsError(t) || IsErrno(t) {
			return i
		}
	}
	return -1
}

func IsNil(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.IsNil()
}

package effects

import (
	"go/token"
	"go/types"
	"strings"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/passes/effects/internal/eval"
	"github.com/permvet/permvet/passes/effects/internal/flow"
	"golang.org/x/tools/go/ssa"
)

// A tracker follows one descriptor forward through the values that hold it.
type tracker struct {
	s     *eval.Evaluator
	fate  Fate
	known bool
	pair  bool
	seen  map[ssa.Value]Fate
	// at are the calls that get the descriptor as their handle.
	at    map[token.Pos]bool
	depth int
}

// inside marks a value that holds the descriptor in a part of it.
const inside Fate = 1 << 15

// touches reports whether o acts on the descriptor that is followed.
func (t *tracker) touches(o *Effect, key string) bool {
	return t.at[o.innerPos()] || key != "" && o.Object.Handle == key
}

func (t *tracker) start(e *Effect) {
	call, _ := e.Instr.(*ssa.Call)
	if call != nil {
		n := call.Call.Signature().Results().Len()
		for i := range n {
			if eval.ResultKey(call, i) == e.Result {
				t.result(call, i, n)
			}
		}
	}
	if e.Own() && e.FD != nil && e.FD.Out != 0 && e.Kind == api.NewFD {
		_, args := t.s.Callee(e.Instr.Common())
		if v := eval.Arg(e.Callee, args, int(e.FD.Out)); v != nil {
			t.pair, t.known = true, true
			t.container(v)
		}
	}
}

// result follows result i of n of a call.
func (t *tracker) result(call *ssa.Call, i, n int) {
	t.known = true
	how := Fate(0)
	if tuple, ok := call.Type().(*types.Tuple); ok {
		if _, array := tuple.At(i).Type().Underlying().(*types.Array); array {
			how, t.pair = inside, true
		}
	}
	if n == 1 {
		t.follow(call, how)
		return
	}
	for _, r := range *call.Referrers() {
		switch x := r.(type) {
		case *ssa.Extract:
			if x.Index == i {
				t.follow(x, how)
			}
		case *ssa.Return: // return f() hands every result on
			t.fate |= Returned
		}
	}
}

// container follows an array, or a slice of one, that a call fills with
// descriptors.
func (t *tracker) container(v ssa.Value) {
	switch x := v.(type) {
	case *ssa.Slice:
		t.container(x.X)
		return
	case *ssa.Convert:
		t.container(x.X)
		return
	}
	t.follow(v, inside)
}

// follow looks at every use of v, which is the descriptor or, inside, holds it.
func (t *tracker) follow(v ssa.Value, how Fate) {
	if mark, ok := t.seen[v]; ok && mark == how || v.Referrers() == nil {
		return
	}
	t.seen[v] = how
	for _, in := range *v.Referrers() {
		t.use(in, v, how)
	}
}

func (t *tracker) use(in ssa.Instruction, v ssa.Value, how Fate) {
	switch in := in.(type) {
	case *ssa.Convert, *ssa.ChangeType, *ssa.ChangeInterface, *ssa.MakeInterface, *ssa.Phi, *ssa.TypeAssert, *ssa.Slice:
		t.follow(in.(ssa.Value), how)
	case *ssa.Extract, *ssa.FieldAddr, *ssa.Field, *ssa.IndexAddr, *ssa.Index:
		if how == inside {
			t.part(in.(ssa.Value))
		}
	case *ssa.UnOp:
		if how == inside && in.Op == token.MUL {
			t.follow(in, inside)
		}
	case *ssa.Return:
		t.fate |= Returned
	case *ssa.Send, *ssa.MapUpdate:
		t.fate |= Stored
	case *ssa.Store:
		if in.Val == v {
			t.store(in.Addr, how)
		}
	case *ssa.MakeClosure:
		t.captured(in, v, how)
	case ssa.CallInstruction:
		t.call(in, v, how)
	}
}

// part follows what is read out of a value that holds the descriptor, where
// its type may be that of a descriptor.
func (t *tracker) part(v ssa.Value) {
	typ := v.Type()
	if p, ok := typ.Underlying().(*types.Pointer); ok && isAddress(v) {
		typ = p.Elem()
	}
	switch u := typ.Underlying().(type) {
	case *types.Basic:
		if u.Info()&types.IsInteger == 0 {
			return
		}
	case *types.Signature, *types.Map, *types.Chan:
		return
	}
	if isAddress(v) {
		for _, r := range *v.Referrers() {
			if ld, ok := r.(*ssa.UnOp); ok && ld.Op == token.MUL {
				t.follow(ld, 0)
			}
		}
		return
	}
	t.follow(v, 0)
}

func isAddress(v ssa.Value) bool {
	switch v.(type) {
	case *ssa.FieldAddr, *ssa.IndexAddr:
		return true
	}
	return false
}

// store follows the descriptor into the place it is written to.
func (t *tracker) store(addr ssa.Value, how Fate) {
	switch a := addr.(type) {
	case *ssa.Alloc:
		t.loads(a, how)
	case *ssa.FreeVar:
		t.fate |= Captured
		t.loads(a, how)
		if b, ok := t.s.Binding(a).(*ssa.Alloc); ok {
			t.loads(b, how)
		}
	case *ssa.FieldAddr:
		if api.HandsOver(a.X.Type(), a.Field) {
			t.fate |= Given
			return
		}
		t.storePart(a.X)
	case *ssa.IndexAddr:
		t.storePart(a.X)
	default:
		t.fate |= Stored
	}
}

// storePart follows the descriptor into a struct or array: one that stays in
// the function is followed on, anything else keeps the descriptor.
func (t *tracker) storePart(base ssa.Value) {
	switch b := base.(type) {
	case *ssa.Alloc:
		t.follow(b, inside)
	case *ssa.FieldAddr:
		if api.HandsOver(b.X.Type(), b.Field) {
			t.fate |= Given
			return
		}
		t.storePart(b.X)
	case *ssa.IndexAddr:
		t.storePart(b.X)
	case *ssa.MakeSlice:
		t.follow(b, inside)
	default:
		t.fate |= Stored
	}
}

// loads follows what is read from a local variable.
func (t *tracker) loads(v ssa.Value, how Fate) {
	if _, ok := t.seen[v]; ok {
		return
	}
	t.seen[v] = how
	for _, in := range *v.Referrers() {
		switch in := in.(type) {
		case *ssa.UnOp:
			if in.Op == token.MUL {
				t.follow(in, how)
			}
		case *ssa.FieldAddr, *ssa.IndexAddr:
			if how == inside {
				t.part(in.(ssa.Value))
			}
		case *ssa.MakeClosure:
			t.captured(in, v, how)
		case ssa.CallInstruction:
			t.fate |= Handed
		}
	}
}

// captured follows the descriptor, or the variable that holds it, into a
// function literal or method value.
func (t *tracker) captured(mc *ssa.MakeClosure, v ssa.Value, how Fate) {
	for _, r := range *mc.Referrers() {
		switch r.(type) {
		case *ssa.Go:
			t.fate |= Async
		case *ssa.Return:
			t.fate |= Returned
		case *ssa.Store, *ssa.MapUpdate, *ssa.Send:
			t.fate |= Stored
		}
	}
	fn := mc.Fn.(*ssa.Function)
	for i, b := range mc.Bindings {
		if b != v || i >= len(fn.FreeVars) {
			continue
		}
		if _, variable := v.(*ssa.Alloc); variable {
			t.loads(fn.FreeVars[i], how)
		} else if strings.HasPrefix(fn.Synthetic, "bound method") {
			t.bound(mc)
		} else {
			t.loads(fn.FreeVars[i], how)
		}
	}
}

// bound notes a method value such as f.Close where it is called.
func (t *tracker) bound(mc *ssa.MakeClosure) {
	for _, r := range *mc.Referrers() {
		if c, ok := r.(ssa.CallInstruction); ok {
			t.at[c.Pos()] = true
		} else {
			t.fate |= Handed
		}
	}
}

// call follows the descriptor into a call that gets it as an argument.
func (t *tracker) call(c ssa.CallInstruction, v ssa.Value, how Fate) {
	if _, ok := c.(*ssa.Go); ok {
		t.fate |= Async
	}
	common := c.Common()
	if b, ok := common.Value.(*ssa.Builtin); ok {
		if res, ok := c.(*ssa.Call); ok && b.Name() == "append" {
			t.follow(res, inside)
		}
		return
	}
	fn, args := t.s.Callee(common)
	if row := t.s.Row(fn, args); row != nil {
		t.row(c, row, fn, args, v, how)
		return
	}
	switch api.PureOf(fn) {
	case api.FdOf, api.SamePath:
		if res, ok := c.(*ssa.Call); ok {
			t.follow(res, how)
		}
		return
	case api.NumberText, api.Format, api.Print:
		t.fate |= Numbered
		return
	case api.KeepsAlive:
		t.fate |= Kept
		return
	}
	t.body(c, fn, args, v, how)
}

// row applies what the table says of the argument that v is.
func (t *tracker) row(c ssa.CallInstruction, row *api.Call, fn *types.Func, args []ssa.Value, v ssa.Value, how Fate) {
	is := func(a api.Arg) bool { return a != 0 && eval.Arg(fn, args, int(a)) == v }
	if is(row.DirFD) || is(row.Handle) && (row.Does == api.Chdir || row.Does == api.Walk) {
		t.fate |= AsDir
	}
	if !is(row.Handle) {
		return
	}
	t.at[c.Pos()] = true
	if call, ok := c.(*ssa.Call); ok && row.Does == api.Adopt && row.What != api.Socket {
		t.result(call, int(row.Result)-1, call.Call.Signature().Results().Len())
	}
}

// body follows the descriptor into a function of this package; of others
// nothing is known but what their summaries say they do with it.
func (t *tracker) body(c ssa.CallInstruction, fn *types.Func, args []ssa.Value, v ssa.Value, how Fate) {
	body, recv := t.s.Function(c.Common().Value)
	if body == nil || len(body.Blocks) == 0 || recv != nil || t.depth >= 4 {
		if fn == nil || fn.Pkg() == nil || !isStd(fn.Pkg().Path()) && !api.Known(fn.Pkg().Path()) {
			t.fate |= Handed
		}
		return
	}
	if o := body.Origin(); o != nil {
		body = o
	}
	returned := t.fate & Returned
	t.fate &^= Returned
	t.depth++
	for i, a := range c.Common().Args {
		if a == v && i < len(body.Params) {
			t.follow(body.Params[i], how)
		}
	}
	t.depth--
	back := t.fate&Returned != 0
	t.fate = t.fate&^Returned | returned
	if call, ok := c.(*ssa.Call); ok && back {
		t.handedBack(call)
	}
}

// handedBack follows the results of a function of this package that returns
// the descriptor it was given, by itself or inside something.
func (t *tracker) handedBack(call *ssa.Call) {
	if call.Call.Signature().Results().Len() == 1 {
		t.follow(call, inside)
		return
	}
	for _, r := range *call.Referrers() {
		if x, ok := r.(*ssa.Extract); ok && !flow.IsError(x.Type()) {
			t.follow(x, inside)
		}
	}
}

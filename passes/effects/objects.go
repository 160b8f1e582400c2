package effects

import (
	"slices"
	"sort"
	"sync"

	"golang.org/x/tools/go/ssa"

	"github.com/permvet/permvet/internal/api"
)

// This file finds the effects of a function by the object that they act on, so
// that a judge never compares every effect with every other.

// maxAround bounds what Around returns. Code that a person wrote does not touch one
// object that often in one function; of generated code the nearest are enough.
const maxAround = 24

// An objectIndex lists the effects of one function by object, in order. It is made
// when it is first asked.
type objectIndex struct {
	made, madeHanded sync.Once

	handle, path map[string]byKind
	// renamed lists renames by the new name.
	renamed map[string]byKind
	// handed lists calls by the handle of a file or descriptor that they get.
	handed map[string][]ssa.CallInstruction
}

// byKind are effects on one object, in order.
type byKind map[api.Kind][]*Effect

func put(index map[string]byKind, key string, e *Effect) {
	if index[key] == nil {
		index[key] = byKind{}
	}
	index[key][e.Kind] = append(index[key][e.Kind], e)
}

func (f *Func) objects() *objectIndex {
	x := &f.index
	x.made.Do(func() {
		x.handle, x.path, x.renamed = map[string]byKind{}, map[string]byKind{}, map[string]byKind{}
		for _, e := range f.Effects {
			if h := e.Object.Handle; h != "" {
				put(x.handle, h, e)
			}
			if e.Object.HasPath() {
				put(x.path, e.Object.Path.Key(), e)
			}
			if e.Kind == api.Rename && len(e.Other.Parts) > 0 {
				put(x.renamed, e.Other.Key(), e)
			}
		}
	})
	return x
}

// Around returns the effects of the given kinds that certainly act on the same
// object as e does, by handle or by path: the nearest ones, in order. E itself is
// not among them.
func (f *Func) Around(e *Effect, kinds ...api.Kind) []*Effect {
	x := f.objects()
	var list []*Effect
	if e.Object.HasPath() {
		list = nearest(x.path[e.Object.Path.Key()], e, kinds)
	}
	if h := e.Object.Handle; h != "" {
		list = around(merge(list, nearest(x.handle[h], e, kinds)), e)
	}
	return list
}

// Among returns the effects of the given kinds on what e may act on, where its path is
// one of several: a file and those beside it, in a loop.
func (f *Func) Among(e *Effect, kinds ...api.Kind) []*Effect {
	var list []*Effect
	for _, alt := range e.Object.Path.Alts {
		list = merge(list, nearest(f.objects().path[alt.Key()], e, kinds))
	}
	return around(list, e)
}

// OnResult returns the effects of the given kinds on the handle that e returns, the
// nearest ones, in order.
func (f *Func) OnResult(e *Effect, kinds ...api.Kind) []*Effect {
	if e.Result == "" {
		return nil
	}
	return nearest(f.objects().handle[e.Result], e, kinds)
}

// RenamedTo returns the renames that give an object the path of e, the nearest ones.
func (f *Func) RenamedTo(e *Effect) []*Effect {
	if !e.Object.HasPath() {
		return nil
	}
	return nearest(f.objects().renamed[e.Object.Path.Key()], e, []api.Kind{api.Rename})
}

// merge joins two lists that are in order, without doubles.
func merge(a, b []*Effect) []*Effect {
	if len(a) == 0 {
		return b
	}
	if len(b) == 0 {
		return a
	}
	out := make([]*Effect, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] == b[0]:
			out, a, b = append(out, a[0]), a[1:], b[1:]
		case a[0].seq < b[0].seq:
			out, a = append(out, a[0]), a[1:]
		default:
			out, b = append(out, b[0]), b[1:]
		}
	}
	return append(append(out, a...), b...)
}

// nearest returns of the effects on one object those of the given kinds that are
// nearest to e, in order.
func nearest(on byKind, e *Effect, kinds []api.Kind) []*Effect {
	var list []*Effect
	for _, k := range kinds {
		list = merge(list, around(on[k], e))
	}
	return around(list, e)
}

// around keeps of a list in order what is nearest to e: half of maxAround before it
// and half after.
func around(list []*Effect, e *Effect) []*Effect {
	at := sort.Search(len(list), func(i int) bool { return list[i].seq >= e.seq })
	after := at
	if after < len(list) && list[after] == e {
		after++
	}
	before := list[max(0, at-maxAround/2):at]
	return slices.Concat(before, list[after:min(len(list), after+maxAround/2)])
}

// HandedOn reports whether the handle is given to a call that may write to it
// between a and b.
func (f *Func) HandedOn(handle string, a, b *Effect) bool {
	own := map[ssa.Instruction]bool{a.Instr: true, b.Instr: true}
	for kind, list := range f.objects().handle[handle] {
		if kind == api.Write {
			continue
		}
		for _, e := range list {
			own[e.Instr] = true
		}
	}
	for _, c := range f.handedTo(handle) {
		if !own[c] && f.before(a.Instr, c) && (b.Deferred || f.before(c, b.Instr)) {
			return true
		}
	}
	return false
}

// handedTo returns the calls of the function that get the handle as an argument.
func (f *Func) handedTo(handle string) []ssa.CallInstruction {
	x := f.objects()
	x.madeHanded.Do(func() {
		x.handed = map[string][]ssa.CallInstruction{}
		for _, blk := range f.Fn.Blocks {
			for _, in := range blk.Instrs {
				if c, ok := in.(ssa.CallInstruction); ok {
					f.indexHanded(c)
				}
			}
		}
	})
	return x.handed[handle]
}

func (f *Func) indexHanded(c ssa.CallInstruction) {
	fn, args := f.res.callee(c)
	switch api.PureOf(fn) {
	case api.NameOf, api.FdOf, api.BaseOf, api.DirOf:
		return
	}
	seen := map[string]bool{}
	for _, v := range args {
		if k := f.res.Key(v); !seen[k] {
			seen[k] = true
			f.index.handed[k] = append(f.index.handed[k], c)
		}
	}
}

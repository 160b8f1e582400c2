package flow

import (
	"go/constant"
	"go/token"
	"sync"

	"golang.org/x/tools/go/ssa"
)

// Order returns the blocks of fn in reverse post-order. What a constant
// condition rules out, as runtime.GOOS == "windows" does elsewhere, is left out.
func Order(fn *ssa.Function) []*ssa.BasicBlock {
	seen := make([]bool, len(fn.Blocks))
	out := make([]*ssa.BasicBlock, 0, len(fn.Blocks))
	var visit func(*ssa.BasicBlock)
	visit = func(b *ssa.BasicBlock) {
		seen[b.Index] = true
		never := neverTaken(b)
		for i := len(b.Succs) - 1; i >= 0; i-- {
			if i != never && !seen[b.Succs[i].Index] {
				visit(b.Succs[i])
			}
		}
		out = append(out, b)
	}
	if len(fn.Blocks) > 0 {
		visit(fn.Blocks[0])
	}
	if fn.Recover != nil && !seen[fn.Recover.Index] {
		visit(fn.Recover)
	}
	for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	return out
}

// neverTaken is the successor of b that its constant condition rules out, -1 if
// there is none.
func neverTaken(b *ssa.BasicBlock) int {
	if len(b.Instrs) == 0 {
		return -1
	}
	iff, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
	if !ok {
		return -1
	}
	c, ok := iff.Cond.(*ssa.Const)
	switch {
	case !ok || c.Value == nil || c.Value.Kind() != constant.Bool:
		return -1
	case constant.BoolVal(c.Value):
		return 1
	}
	return 0
}

// A Graphs answers questions of time about the functions of a package, from
// tables that it computes once for each.
type Graphs struct {
	mu  sync.Mutex
	fns map[*ssa.Function]*graph
}

// A graph has the tables of one function.
type graph struct {
	// at is the place of each instruction in its block.
	at map[ssa.Instruction]int
	// reach are the blocks that a path of at least one edge leads to.
	reach []bits
}

// A bits is a set of small numbers.
type bits []uint64

func (s bits) has(i int) bool { return s[i/64]&(1<<(i%64)) != 0 }

func (s bits) add(i int) { s[i/64] |= 1 << (i % 64) }

func (g *Graphs) of(fn *ssa.Function) *graph {
	g.mu.Lock()
	defer g.mu.Unlock()
	if t, ok := g.fns[fn]; ok {
		return t
	}
	t := newGraph(fn)
	if g.fns == nil {
		g.fns = make(map[*ssa.Function]*graph)
	}
	g.fns[fn] = t
	return t
}

func newGraph(fn *ssa.Function) *graph {
	t := &graph{at: make(map[ssa.Instruction]int), reach: make([]bits, len(fn.Blocks))}
	for _, b := range fn.Blocks {
		for i, in := range b.Instrs {
			t.at[in] = i
		}
	}
	t.close(fn)
	return t
}

// close fills in what each block reaches: the members of a strongly connected
// component share one set.
func (t *graph) close(fn *ssa.Function) {
	n := len(fn.Blocks)
	for _, comp := range components(fn) {
		set := make(bits, (n+63)/64)
		for _, b := range comp {
			for _, next := range b.Succs {
				set.add(next.Index)
				for i, w := range t.reach[next.Index] {
					set[i] |= w
				}
			}
		}
		for _, b := range comp {
			t.reach[b.Index] = set
		}
	}
}

// components returns the strongly connected components of the blocks, each after
// those that it leads to (Tarjan).
func components(fn *ssa.Function) [][]*ssa.BasicBlock {
	n := len(fn.Blocks)
	num, low, open := make([]int, n), make([]int, n), make([]bool, n)
	var all [][]*ssa.BasicBlock
	var stack []*ssa.BasicBlock
	count := 0
	var visit func(*ssa.BasicBlock)
	visit = func(b *ssa.BasicBlock) {
		count++
		num[b.Index], low[b.Index], open[b.Index] = count, count, true
		stack = append(stack, b)
		for _, next := range b.Succs {
			switch {
			case num[next.Index] == 0:
				visit(next)
				low[b.Index] = min(low[b.Index], low[next.Index])
			case open[next.Index]:
				low[b.Index] = min(low[b.Index], num[next.Index])
			}
		}
		if low[b.Index] != num[b.Index] {
			return
		}
		var comp []*ssa.BasicBlock
		for {
			last := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			open[last.Index] = false
			comp = append(comp, last)
			if last == b {
				break
			}
		}
		all = append(all, comp)
	}
	for _, b := range fn.Blocks {
		if num[b.Index] == 0 {
			visit(b)
		}
	}
	return all
}

// Index is the place of an instruction in its block.
func (g *Graphs) Index(in ssa.Instruction) int { return g.of(in.Parent()).at[in] }

// Leads reports whether some path runs a and later b, both in one function.
func (g *Graphs) Leads(a, b ssa.Instruction) bool {
	if a.Parent() != b.Parent() {
		return false
	}
	t := g.of(a.Parent())
	return a.Block() == b.Block() && t.at[a] < t.at[b] || t.reach[a.Block().Index].has(b.Block().Index)
}

// Dominates reports whether a certainly ran before b, both in one function.
func (g *Graphs) Dominates(a, b ssa.Instruction) bool {
	if a.Parent() != b.Parent() {
		return false
	}
	if a.Block() != b.Block() {
		return a.Block().Dominates(b.Block())
	}
	t := g.of(a.Parent())
	return t.at[a] < t.at[b]
}

// LoopHead returns the first block of the innermost loop that b stands in.
func LoopHead(b *ssa.BasicBlock) *ssa.BasicBlock {
	for d := b; d != nil; d = d.Idom() {
		for _, p := range d.Preds {
			if d.Dominates(p) && (p == b || Reachable(b, p, d)) {
				return d
			}
		}
	}
	return nil
}

// Reachable reports whether a path of at least one edge leads from a to b
// without passing avoid.
func Reachable(a, b, avoid *ssa.BasicBlock) bool {
	seen := make([]bool, len(a.Parent().Blocks))
	stack := append([]*ssa.BasicBlock{}, a.Succs...)
	for len(stack) > 0 {
		x := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if x == b {
			return true
		}
		if x == avoid || seen[x.Index] {
			continue
		}
		seen[x.Index] = true
		stack = append(stack, x.Succs...)
	}
	return false
}

// A Guard is a condition that certainly held, or certainly did not, when an
// instruction runs.
type Guard struct {
	Cond  ssa.Value
	Holds bool
}

func Guards(b *ssa.BasicBlock) []Guard {
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

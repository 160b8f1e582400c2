package eval

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// This file makes answers independent of the order of questions. A value may
// depend on itself, by a loop or by way of memory. While such a value is being
// computed, what it depends on sees a first guess of it; nothing that was
// computed from a guess is remembered. When all values that depend on one
// another are known (Tarjan's algorithm finds them), they are computed together,
// always in the same order, until nothing changes.

// maxRounds bounds the rounds of one computation together. Words only gain
// certainty from round to round and data only sources, so that to stop early
// says less.
const maxRounds = 16

// maxAsked bounds the questions that are open at once: a chain of values that long is
// generated, and the stack of a program that embeds this has an end.
const maxAsked = 4000

// sure is the low of an answer that rests on no guess.
const sure = math.MaxInt

// A solver is what the tables of one evaluator share.
type solver struct {
	asked int // questions that are open
	depth int // values that are being computed and may be the start of a cycle
	// low is the depth of the outermost value that the current answer takes a
	// guess of.
	low      int
	complete bool
	pending  []member // values in a cycle that is not closed yet
	drafts   []func() // what forgets the answers that rest on guesses
}

// unsure keeps everything that is being computed from being remembered: the
// answer may be another when more is known.
func (s *solver) unsure() {
	if !s.complete {
		s.low = 0
	}
}

// A member is a value of a cycle.
type member interface {
	name() (fn string, number int, kind int)
	open(depth int)
	step() (changed bool)
	close()
}

// A table remembers one kind of answer.
type table[K interface {
	comparable
	ssa.Value
}, V any] struct {
	s       *solver
	kind    int
	compute func(K) V
	guess   func(K) V
	// same compares two answers; nil where the guess is a name for the answer and
	// stays the same.
	same func(a, b V) bool
	// cyclic reports whether a value may be the start of a cycle.
	cyclic func(K) bool

	done  map[K]V
	begun map[K]*node[K, V]
	draft map[K]draft[V]
}

type draft[V any] struct {
	val V
	low int
}

// A node is a value that is being computed.
type node[K interface {
	comparable
	ssa.Value
}, V any] struct {
	t      *table[K, V]
	v      K
	depth  int
	approx V
	last   V
	hit    bool
}

func newTable[K interface {
	comparable
	ssa.Value
}, V any](s *solver, compute, guess func(K) V, same func(a, b V) bool, cyclic func(K) bool) *table[K, V] {
	s.low = sure
	return &table[K, V]{s: s, compute: compute, guess: guess, same: same, cyclic: cyclic,
		done: make(map[K]V), begun: make(map[K]*node[K, V]), draft: make(map[K]draft[V])}
}

func (t *table[K, V]) get(v K) V {
	if r, ok := t.done[v]; ok {
		return r
	}
	s := t.s
	if n := t.begun[v]; n != nil {
		s.low, n.hit = min(s.low, n.depth), true
		return n.approx
	}
	if d, ok := t.draft[v]; ok {
		s.low = min(s.low, d.low)
		return d.val
	}
	if s.asked > maxAsked {
		s.unsure()
		return t.guess(v)
	}
	saved := s.low
	s.low = sure
	s.asked++
	r := t.fresh(v)
	s.asked--
	s.low = min(saved, s.low)
	if s.asked == 0 {
		s.low, s.pending = sure, s.pending[:0]
		s.forget(0)
	}
	return r
}

// fresh computes an answer and remembers it as long as it is true.
func (t *table[K, V]) fresh(v K) V {
	s := t.s
	if !t.cyclic(v) {
		r := t.compute(v)
		t.keep(v, r)
		return r
	}
	n := &node[K, V]{t: t, v: v}
	s.depth++
	n.open(s.depth)
	pending, drafts := len(s.pending), len(s.drafts)
	r := t.compute(v)
	delete(t.begun, v)
	s.depth--
	switch {
	case s.low < n.depth:
		if s.low > 0 {
			s.pending = append(s.pending, n)
		}
		t.keep(v, r)
	case !n.hit:
		t.done[v] = r
		s.low = sure
	default:
		members := append(slices.Clone(s.pending[pending:]), n)
		s.pending = s.pending[:pending]
		s.forget(drafts)
		s.together(members, n.depth)
		r = t.done[v]
		s.low = sure
	}
	return r
}

// keep remembers an answer, for as long as the guesses that it rests on are.
func (t *table[K, V]) keep(v K, r V) {
	switch {
	case t.s.low == sure:
		t.done[v] = r
	case t.s.low > 0:
		t.draft[v] = draft[V]{r, t.s.low}
		t.s.drafts = append(t.s.drafts, func() { delete(t.draft, v) })
	}
}

// forget drops the drafts from a mark on.
func (s *solver) forget(mark int) {
	for _, drop := range s.drafts[mark:] {
		drop()
	}
	s.drafts = s.drafts[:mark]
}

// together computes the values of a cycle.
func (s *solver) together(members []member, depth int) {
	slices.SortFunc(members, func(a, b member) int {
		af, an, ak := a.name()
		bf, bn, bk := b.name()
		return cmp.Or(cmp.Compare(af, bf), cmp.Compare(an, bn), cmp.Compare(ak, bk))
	})
	members = slices.CompactFunc(members, func(a, b member) bool {
		af, an, ak := a.name()
		bf, bn, bk := b.name()
		return af == bf && an == bn && ak == bk
	})
	pending, drafts := len(s.pending), len(s.drafts)
	outer := s.depth
	s.depth = depth
	for _, m := range members {
		m.open(depth)
	}
	for range maxRounds {
		changed := false
		for _, m := range members {
			if m.step() {
				changed = true
			}
			s.forget(drafts)
			s.pending = s.pending[:pending]
		}
		if !changed {
			break
		}
	}
	for _, m := range members {
		m.close()
	}
	s.depth = outer
}

func (n *node[K, V]) open(depth int) {
	n.depth, n.approx, n.hit = depth, n.t.guess(n.v), false
	n.t.begun[n.v] = n
}

func (n *node[K, V]) step() bool {
	n.t.s.low = sure
	n.last = n.t.compute(n.v)
	if n.t.same == nil || n.t.same(n.last, n.approx) {
		return false
	}
	n.approx = n.last
	return true
}

func (n *node[K, V]) close() {
	delete(n.t.begun, n.v)
	n.t.done[n.v] = n.last
}

func (n *node[K, V]) name() (fn string, number, kind int) {
	return fnOf(n.v), numberOf(n.v), n.t.kind
}

func fnOf(v ssa.Value) string {
	if fn := v.Parent(); fn != nil {
		return fn.String()
	}
	return ""
}

// numberOf is the number of a register: t12 comes after t3.
func numberOf(v ssa.Value) int {
	n, err := strconv.Atoi(strings.TrimPrefix(v.Name(), "t"))
	if err != nil {
		return -1
	}
	return n
}

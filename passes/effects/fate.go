package effects

import (
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/value"
)

// A Fate is a set of what may become of a descriptor after it was made.
type Fate uint16

// The fates.
const (
	Stored   Fate = 1 << iota // in a field, package variable, map or channel
	Returned                  // to the caller
	Captured                  // in a variable of the enclosing function
	Async                     // used by a goroutine
	Given                     // put among the files of a child
	AsDir                     // used as a directory
	Numbered                  // its number becomes text
	Handed                    // to a function of which nothing is known
	Kept                      // held up to a place in the function, by runtime.KeepAlive
)

// Outlives reports whether something other than the function's own code keeps
// the descriptor.
func (t Fate) Outlives() bool { return t&(Stored|Returned|Captured|Async) != 0 }

// A Life is what becomes of the descriptor of one effect.
type Life struct {
	Fate Fate
	// Known is false when the descriptor could not be followed at all.
	Known bool
	// Pair: several descriptors were made at once, and Fate is that of any.
	Pair bool
	// Closed: it is closed on every path of the function.
	Closed value.Tri
	// Closes: some way through the function closes it.
	Closes bool
	// Spawn may run while it is open, in the function itself.
	Spawn *Effect
	// Marked are the effects that set close-on-exec later.
	Marked []*Effect
}

// Life follows the descriptor that an effect of this function makes.
func (f *Func) Life(e *Effect) Life {
	f.res.mu.Lock()
	defer f.res.mu.Unlock()
	t := &tracker{s: f.res.ev, seen: map[ssa.Value]Fate{}, at: map[token.Pos]bool{}}
	t.start(e)
	if made := f.res.Maker(e); made != nil && !t.known {
		t.start(made)
		if made.fn.Fn.Parent() == f.Fn {
			t.fate &^= Captured // the variable is this function's
		}
	}
	l := Life{Fate: t.fate, Known: t.known, Pair: t.pair}
	closes := func(o *Effect) bool { return o.Kind == api.Close && t.touches(o, e.Result) }
	for _, o := range f.Effects {
		if o.Kind == api.SetFD && t.touches(o, e.Result) && f.Leads(e, o) {
			l.Marked = append(l.Marked, o)
		}
	}
	l.Closes = slices.ContainsFunc(f.Effects, func(o *Effect) bool { return closes(o) && (o.Deferred || f.MayFollow(e, o)) })
	l.Closed = f.OnEveryPathFrom(e, closes)
	l.Spawn = f.spawnBefore(e, closes)
	return l
}

// Maker returns the effect in the function of this package that does it or calls
// the other package that does; nil when that is e or elsewhere.
func (r *Result) Maker(e *Effect) *Effect {
	if !e.Inner.IsValid() {
		return nil
	}
	for _, f := range r.Funcs {
		for _, o := range f.Of(e.Kind) {
			if o.Pos() == e.Inner && len(o.Via) < len(e.Via) && slices.Equal(o.Via, e.Via[len(e.Via)-len(o.Via):]) {
				return o
			}
		}
	}
	return nil
}

// spawnBefore returns a start of a child, or an exec, that some path from e
// reaches before the descriptor is closed.
func (f *Func) spawnBefore(e *Effect, closes func(*Effect) bool) *Effect {
	for _, sp := range f.Of(api.Spawn, api.Exec) {
		if sp.Deferred || !f.MayFollow(e, sp) {
			continue
		}
		closed := false
		for _, c := range f.Of(api.Close) {
			if closes(c) && !c.Deferred && f.Dominates(c, sp) && f.MayFollow(e, c) {
				closed = true
			}
		}
		if !closed {
			return sp
		}
	}
	return nil
}

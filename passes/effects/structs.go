package effects

import (
	"go/token"

	"golang.org/x/tools/go/ssa"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/value"
	"github.com/permvet/permvet/passes/effects/internal/eval"
)

// Structs are the settings of a package, gathered by the struct that they
// belong to.
type Structs struct {
	All []*Setting

	// objects are the settings of each struct, by identity.
	objects map[string]map[api.Meaning][]*Setting
	// alias gives the struct that a field of another points to.
	alias map[string]string
}

// Structs gathers the settings of the package.
func (r *Result) Structs() *Structs {
	t := &Structs{All: r.Settings(), objects: map[string]map[api.Meaning][]*Setting{}, alias: map[string]string{}}
	for _, set := range t.All {
		if set.Field.Means == api.ChildAttr || set.Field.Means == api.ChildCred {
			t.alias[scope(set.At)+set.Object+"."+set.Field.Name] = scope(set.At) + set.key
		}
	}
	for _, set := range t.All {
		id := t.identity(set)
		if t.objects[id] == nil {
			t.objects[id] = map[api.Meaning][]*Setting{}
		}
		t.objects[id][set.Field.Means] = append(t.objects[id][set.Field.Means], set)
	}
	return t
}

// scope keeps parameters of different functions apart: they share their keys.
func scope(in ssa.Instruction) string {
	fn := in.Parent()
	for fn.Parent() != nil {
		fn = fn.Parent()
	}
	return fn.String() + " "
}

// identity names the struct of a setting, whichever way it is reached.
func (t *Structs) identity(set *Setting) string {
	id := scope(set.At) + set.Object
	if to, ok := t.alias[id]; ok {
		return to
	}
	return id
}

// Of returns what is stored in the struct of set under a meaning.
func (t *Structs) Of(set *Setting, m api.Meaning) []*Setting {
	return t.objects[t.identity(set)][m]
}

// Pointed returns what is stored under a meaning in the struct that set's
// value points to.
func (t *Structs) Pointed(set *Setting, m api.Meaning) []*Setting {
	return t.objects[scope(set.At)+set.key][m]
}

// Owner returns the setting by which the struct of set became part of a child.
func (t *Structs) Owner(set *Setting) *Setting {
	id := t.identity(set)
	for _, o := range t.All {
		if o.Field.Means == api.ChildAttr && scope(o.At)+o.key == id {
			return o
		}
	}
	return nil
}

// With returns what is stored under a meaning in the struct with the key, as
// seen from an instruction.
func (t *Structs) With(key string, at ssa.Instruction, m api.Meaning) []*Setting {
	id := scope(at) + key
	if to, ok := t.alias[id]; ok {
		id = to
	}
	return t.objects[id][m]
}

// A Setting is a value that is stored in a field of the table: what a child
// starts with, what a handler passes on.
type Setting struct {
	Field *api.Field
	// Object is the key of the struct; settings of one Object belong together.
	Object string
	// Base is the struct or a pointer to it, nil when a callee stores.
	Base ssa.Value
	// Value is nil when only a callee knows it.
	Value ssa.Value
	Data  value.Data
	// At is the store, or the call of a function that stores.
	At ssa.Instruction
	// Plain: the struct is made here, or returned to here, and has the value
	// from then on rather than on some way only.
	Plain bool
	// Handed: the value is a parameter and callers have the struct, so that they
	// decide. Settled: the callee left it to its callers, and it is decided here.
	Handed, Settled bool
	// Inside is the data as the callee saw it.
	Inside value.Data
	// Left: the struct is the argument of a callee, which could not know what
	// else is stored in it.
	Left bool
	// Told: a callee knew the struct and the value, and was judged for it.
	Told bool

	key    string // of the value
	pos    token.Pos
	shared bool // callers have the struct too
}

// Own reports whether the field is written here rather than in a callee.
func (s *Setting) Own() bool { return s.Base != nil }

// Outer reports whether the struct is a parameter, so that callers may store more
// in it.
func (s *Setting) Outer() bool { return eval.IsParam(s.Object) }

// Key names the value: equal keys, equal values.
func (s *Setting) Key() string { return s.key }

// Pos is where the field is written, in a literal or on the left of an
// assignment, or where the function is called that does it.
func (s *Setting) Pos() token.Pos { return s.pos }

// Settings returns the settings of the package, function by function.
func (r *Result) Settings() []*Setting { return r.settings() }

func (r *Result) listSettings() []*Setting {
	if r.ev == nil {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	var all []*Setting
	for _, fn := range r.ev.All {
		for _, set := range r.scanned.settings(fn) {
			if call := r.CallAt(set.pos); call != nil && !set.Own() {
				set.pos = call.Pos()
			}
			all = append(all, set)
		}
	}
	return all
}

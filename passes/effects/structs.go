package effects

import (
	"golang.org/x/tools/go/ssa"

	"github.com/permvet/permvet/internal/api"
)

// Structs are the settings of a package, gathered by the struct that they
// belong to.
type Structs struct {
	All []*Setting

	s *scanner
	// objects are the settings of each struct, by identity.
	objects map[string]map[api.Meaning][]*Setting
	// alias gives the struct that a field of another points to.
	alias map[string]string
}

// Structs gathers the settings of the package.
func (r *Result) Structs() *Structs {
	t := &Structs{All: r.Settings(), s: r.s, objects: map[string]map[api.Meaning][]*Setting{}, alias: map[string]string{}}
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

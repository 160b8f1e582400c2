package privdrop

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/passes/effects"
)

// settings are the fields that the package fills in, gathered by the struct
// that they belong to.
type settings struct {
	res *effects.Result
	all []*effects.Setting
	// objects are the settings of each struct, by identity.
	objects map[string]map[api.Meaning][]*effects.Setting
	// alias gives the struct that a field of another points to.
	alias map[string]string
}

func newSettings(res *effects.Result) *settings {
	s := &settings{res: res, all: res.Settings(), objects: map[string]map[api.Meaning][]*effects.Setting{}, alias: map[string]string{}}
	for _, set := range s.all {
		if set.Field.Means == api.ChildAttr || set.Field.Means == api.ChildCred {
			s.alias[scope(set.Store)+set.Object+"."+set.Field.Name] = scope(set.Store) + res.Key(set.Value)
		}
	}
	for _, set := range s.all {
		id := s.identity(set)
		if s.objects[id] == nil {
			s.objects[id] = map[api.Meaning][]*effects.Setting{}
		}
		s.objects[id][set.Field.Means] = append(s.objects[id][set.Field.Means], set)
	}
	return s
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
func (s *settings) identity(set *effects.Setting) string {
	id := scope(set.Store) + set.Object
	if to, ok := s.alias[id]; ok {
		return to
	}
	return id
}

// of returns what is stored in the struct of set under a meaning.
func (s *settings) of(set *effects.Setting, m api.Meaning) []*effects.Setting {
	return s.objects[s.identity(set)][m]
}

// pointed returns what is stored under a meaning in the struct that set's
// value points to.
func (s *settings) pointed(set *effects.Setting, m api.Meaning) []*effects.Setting {
	return s.objects[scope(set.Store)+s.res.Key(set.Value)][m]
}

// owner returns the setting by which the struct of set became part of a child.
func (s *settings) owner(set *effects.Setting) *effects.Setting {
	id := s.identity(set)
	for _, o := range s.all {
		if o.Field.Means == api.ChildAttr && scope(o.Store)+s.res.Key(o.Value) == id {
			return o
		}
	}
	return nil
}

// isEmpty reports whether a value is certainly nil, false, zero, or a literal
// without elements.
func isEmpty(v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.Const:
		return v.Value == nil || v.Value.ExactString() == "0" || v.Value.ExactString() == "false"
	case *ssa.Slice:
		if p, ok := v.X.Type().Underlying().(*types.Pointer); ok {
			if a, ok := p.Elem().Underlying().(*types.Array); ok {
				return a.Len() == 0
			}
		}
	}
	return false
}

func isTrue(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.Value != nil && c.Value.ExactString() == "true"
}

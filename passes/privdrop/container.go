package privdrop

import (
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/passes/effects"
)

// containers judges what is written into the configuration of containers.
func (j *judge) containers(s *effects.Structs) {
	for _, set := range s.All {
		switch set.Field.Means {
		case api.Inheritable:
			j.inheritable(s, set)
		case api.GroupID:
			j.additional(s, set)
		}
	}
}

func (j *judge) inheritable(s *effects.Structs, set *effects.Setting) {
	if isEmpty(set.Value) || sameField(set) || !set.Own() {
		return
	}
	level := report.Warning
	for _, a := range s.Of(set, api.Ambient) {
		if !isEmpty(a.Value) {
			level = report.Note // ambient capabilities need the inheritable ones
		}
	}
	j.at(set, report.Finding{
		Kind: ambientCaps, Level: level,
		Message: "Inheritable is not empty: a program in the container that has inheritable file capabilities gets them although the process lost them; leave the set empty",
	})
}

// sameField reports whether the value was the same field of this or another
// struct before: copied, or with something taken out.
func sameField(set *effects.Setting) bool {
	if readsField(set.Value, set.Field.Name) {
		return true
	}
	c, ok := set.Value.(*ssa.Call)
	if !ok {
		return false
	}
	if _, builtin := c.Call.Value.(*ssa.Builtin); builtin {
		return false
	}
	for _, a := range c.Call.Args {
		if readsField(a, set.Field.Name) {
			return true
		}
	}
	return false
}

func readsField(v ssa.Value, name string) bool {
	switch v := v.(type) {
	case *ssa.UnOp:
		if fa, ok := v.X.(*ssa.FieldAddr); ok {
			return fieldName(fa.X.Type(), fa.Field) == name
		}
	case *ssa.Field:
		return fieldName(v.X.Type(), v.Field) == name
	}
	return false
}

func fieldName(t types.Type, i int) string {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	if st, ok := t.Underlying().(*types.Struct); ok && i < st.NumFields() {
		return st.Field(i).Name()
	}
	return ""
}

// additional reports a container's gid that its list of groups lacks. A
// package that adds it in one place is taken to know.
func (j *judge) additional(s *effects.Structs, set *effects.Setting) {
	if !isContainerUser(set) || !set.Own() || isEmpty(set.Value) || sameField(set) || j.addsOwnGroup(s) {
		return
	}
	j.at(set, report.Finding{
		Kind: ambientCaps, Level: report.Warning,
		Message: "the gid is not among AdditionalGids: a set-gid program that the process runs drops it from its groups, and what is denied to the group is open then; add the gid to AdditionalGids",
		Related: j.lists(s, set),
	})
}

// isContainerUser tells a container's user from a child's credential, whose
// groups the kernel handles.
func isContainerUser(set *effects.Setting) bool {
	return api.PackageOf(set.Field.Struct) != "syscall"
}

// addsOwnGroup reports whether the package puts a gid into a list of
// additional groups.
func (j *judge) addsOwnGroup(s *effects.Structs) bool {
	gids := map[string]bool{}
	for _, set := range s.All {
		if set.Field.Means == api.GroupID && isContainerUser(set) {
			gids[scope(set)+set.Key()] = true
		}
	}
	for _, set := range s.All {
		if set.Field.Means != api.GroupList || !isContainerUser(set) {
			continue
		}
		for _, v := range elements(set.Value, 0) {
			if gids[scope(set)+j.res.Key(v)] || readsID(v) {
				return true
			}
		}
	}
	return false
}

// readsID reports whether v is the gid of a container's user.
func readsID(v ssa.Value) bool {
	u, ok := v.(*ssa.UnOp)
	if !ok {
		return false
	}
	fa, ok := u.X.(*ssa.FieldAddr)
	if !ok {
		return false
	}
	row := api.LookupField(fa.X.Type(), fa.Field)
	return row != nil && row.Means == api.GroupID
}

// elements returns what is put into a slice by literals and append.
func elements(v ssa.Value, depth int) []ssa.Value {
	if depth > 6 {
		return nil
	}
	switch v := v.(type) {
	case *ssa.Slice:
		return stored(v.X)
	case *ssa.Phi:
		var out []ssa.Value
		for _, e := range v.Edges {
			out = append(out, elements(e, depth+1)...)
		}
		return out
	case *ssa.Call:
		var out []ssa.Value
		for _, a := range v.Call.Args {
			out = append(out, elements(a, depth+1)...)
		}
		return out
	}
	return nil
}

// stored returns what is stored in the elements of an array.
func stored(arr ssa.Value) []ssa.Value {
	var out []ssa.Value
	refs := arr.Referrers()
	if refs == nil {
		return nil
	}
	for _, r := range *refs {
		ia, ok := r.(*ssa.IndexAddr)
		if !ok {
			continue
		}
		for _, r := range *ia.Referrers() {
			if st, ok := r.(*ssa.Store); ok && st.Addr == ia {
				out = append(out, st.Val)
			}
		}
	}
	return out
}

func (j *judge) lists(s *effects.Structs, set *effects.Setting) []analysis.RelatedInformation {
	var out []analysis.RelatedInformation
	for _, l := range s.Of(set, api.GroupList) {
		out = append(out, analysis.RelatedInformation{Pos: l.Pos(), Message: "the additional groups"})
	}
	return out
}

// scope keeps parameters of different functions apart: they share their keys.
func scope(set *effects.Setting) string { return set.At.Parent().String() + " " }

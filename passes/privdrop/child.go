package privdrop

import (
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/internal/value"
	"github.com/permvet/permvet/passes/effects"
)

// children judges how children are started.
func (j *judge) children(s *effects.Structs) {
	for _, set := range s.All {
		switch set.Field.Means {
		case api.KeepGroups:
			j.noSetGroups(s, set)
		case api.ChildCred:
			j.mappedGroups(s, set)
		case api.ChildRoot:
			j.childRoot(s, set)
		case api.ChildAmbient:
			j.ambient(s, set)
		case api.UserID:
			j.noGroupID(s, set)
		}
	}
}

func (j *judge) at(set *effects.Setting, f report.Finding) {
	f.Pos = set.Pos()
	j.reportAt(f)
}

// decidedHere reports whether the value is chosen here rather than by a caller
// or in a callee.
func decidedHere(set *effects.Setting) bool { return set.Settled || set.Own() && !set.Handed }

func (j *judge) noSetGroups(s *effects.Structs, set *effects.Setting) {
	if !isTrue(set.Value) || !set.Plain || set.Told {
		return
	}
	for _, id := range s.Of(set, api.UserID) {
		if isEmpty(id.Value) || isOwnID(id) {
			return // stays who it is, or becomes root in a namespace of its own
		}
	}
	j.at(set, report.Finding{
		Kind: childGroups, Level: report.Warning,
		Message: "NoSetGroups: the child changes uid but keeps this process's supplementary groups; remove it (nil Groups then clears them)",
	})
}

// mappedGroups reports the case in which package syscall silently leaves out
// setgroups.
func (j *judge) mappedGroups(s *effects.Structs, set *effects.Setting) {
	maps := s.Of(set, api.GroupMap)
	if len(maps) == 0 || len(s.Of(set, api.GroupMapSet)) > 0 || len(s.Pointed(set, api.GroupList)) > 0 || isEmpty(set.Value) {
		return
	}
	for _, keep := range s.Pointed(set, api.KeepGroups) {
		if isTrue(keep.Value) {
			return // said aloud, and judged there
		}
	}
	for _, m := range maps {
		if isEmpty(m.Value) || isOwnID(m) || m.At == set.At {
			return // maps the own gid, then setgroups must stay denied without privileges; or judged in a callee
		}
	}
	j.at(set, report.Finding{
		Kind: childGroups, Level: report.Warning,
		Message: "Credential with GidMappings but no GidMappingsEnableSetgroups: Go skips setgroups, and the child keeps this process's groups; set it",
		Related: []analysis.RelatedInformation{{Pos: maps[0].Pos(), Message: "the mappings"}},
	})
}

func (j *judge) childRoot(s *effects.Structs, set *effects.Setting) {
	if c, ok := set.Value.(*ssa.Const); ok && c.Value != nil && c.Value.ExactString() == `""` {
		return
	}
	owner := s.Owner(set)
	if owner == nil || owner.Outer() || !set.Own() && owner.At == set.At && !owner.Left || len(s.Of(owner, api.ChildDir)) > 0 || j.isInside(set) {
		return
	}
	j.at(set, report.Finding{
		Kind: chrootNoChdir, Level: report.Error,
		Message: "Chroot without Dir: the child's working directory stays outside its new root, a way out for a compromised child; set Dir to \"/\"",
		Fixes:   j.setDir(owner),
	})
}

// isInside reports whether this process changes to the new root before, so
// that the child starts there.
func (j *judge) isInside(set *effects.Setting) bool {
	f := j.res.Func(set.At.Parent())
	if f == nil {
		return false
	}
	for _, d := range f.Of(api.Chdir) {
		if value.Same(d.Object.Path, j.res.Path(set.Value)) == value.Yes {
			return true
		}
	}
	return false
}

func (j *judge) ambient(s *effects.Structs, set *effects.Setting) {
	if isEmpty(set.Value) || !decidedHere(set) {
		return
	}
	level, who := report.Warning, "every child that is started with these attributes"
	if owner := s.Owner(set); owner != nil {
		if child := j.command(owner); child != nil {
			if child.RunsItself() {
				return // it keeps them for a part of its own work
			}
			who = "a program that is chosen at run time"
			if name, known := child.Name.Const(); known {
				level, who = report.Note, name
			}
		}
	}
	j.at(set, report.Finding{
		Kind: ambientCaps, Level: level,
		Message: "AmbientCaps: " + who + " and its own children keep these capabilities across exec; use file capabilities, or pass an open descriptor",
	})
}

// command returns the command that a child is started by, if it is made in this
// package.
func (j *judge) command(owner *effects.Setting) *effects.Effect {
	for _, f := range j.res.Funcs {
		for _, e := range f.Of(api.Command) {
			if e.Own() && e.Result == owner.Object {
				return e
			}
		}
	}
	return nil
}

// noGroupID reports an identity with a uid but no gid: the missing one is
// root's.
func (j *judge) noGroupID(s *effects.Structs, set *effects.Setting) {
	if _, constant := set.Value.(*ssa.Const); constant || !set.Own() || !set.Plain || len(s.Of(set, api.GroupID)) > 0 || copied(set) {
		return
	}
	j.at(set, report.Finding{
		Kind: dropConditional, Level: report.Warning,
		Message: "uid set without gid: the gid stays 0, root's group; set the gid of the same user",
	})
}

// copied reports whether the whole struct is assigned too, so that the other
// fields have a value.
func copied(set *effects.Setting) bool {
	refs := set.Base.Referrers()
	if refs == nil {
		return true
	}
	for _, r := range *refs {
		if st, ok := r.(*ssa.Store); ok && st.Addr == set.Base {
			return true
		}
		if c, ok := r.(ssa.CallInstruction); ok && c.Value() != set.Base {
			return true // may be completed there
		}
	}
	return false
}

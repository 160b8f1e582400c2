package toctou

import (
	"fmt"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/internal/value"
	"github.com/permvet/permvet/passes/effects"
)

// created judges the creation of a file by name.
func (j *judge) created(f *effects.Func, m *effects.Effect) {
	j.opened(f, m)
	if !clobbers(m) || j.outOfReach(m) || j.locked(m) || j.owned(m) {
		return
	}
	for _, s := range looks(f, m) {
		if j.found(m, s) != value.No || j.createdAnyway(f, m, s) {
			continue
		}
		j.res.Report(j.r, m, report.Finding{
			Kind: statThenCreate, Level: j.level(m),
			Message: fmt.Sprintf("%s after the existence check on line %d: a file or symlink created in between is overwritten or followed; open with O_CREATE|O_EXCL", m.CallName(), j.res.Line(s)),
			Related: []analysis.RelatedInformation{j.res.Related(s, "checked here")},
			Fixes:   j.exclusive(m),
		})
		return
	}
	j.createdInWalk(f, m)
}

// clobbers reports whether a creation by name certainly makes a file, or
// opens one that is there already.
func clobbers(m *effects.Effect) bool {
	if !m.Makes() || m.Replaces || m.Row == nil || m.Row.Excl || m.Row.Replaces || !byName(m) {
		return false
	}
	if m.Row.Flags != 0 && !m.Flags.Lacks(m.Bits.Excl) {
		return false
	}
	return m.What == api.File || m.What == api.AnyObject
}

// createdAnyway reports whether the other branch creates the file too: then
// the look decides about something else.
func (j *judge) createdAnyway(f *effects.Func, m, s *effects.Effect) bool {
	return slices.ContainsFunc(f.Of(api.Create), func(o *effects.Effect) bool {
		return o != m && o.Makes() && f.MayFollow(s, o) && j.found(o, s) != value.No && value.Same(o.Object.Path, m.Object.Path) == value.Yes
	})
}

// opened judges an open by name that a look at the rights of the name decided
// about, before or after.
func (j *judge) opened(f *effects.Func, e *effects.Effect) {
	if !byName(e) || j.outOfReach(e) {
		return
	}
	for _, s := range looks(f, e) {
		switch {
		case s.Row.RealUser && j.asksRights(s) && (s.Own() || guardedBy(e, isAnswer(s))):
			j.reportAsked(e, s, "access check on line %d uses the real user's permissions, this open the effective user's, and the path can change in between; drop privileges, or open first and check the descriptor")
		case e.Kind == api.Open && e.What != api.Dir && j.asksMode(e, s) && !asksAgain(f, e):
			j.reportAsked(e, s, "mode checked by path on line %d, then opened: the file can be replaced in between; open first, then Stat the open file")
		default:
			continue
		}
		return
	}
	if e.Kind != api.Open || asksAgain(f, e) {
		return
	}
	for _, s := range f.Of(api.Stat) {
		if byName(s) && s.Instr != e.Instr && f.Leads(e, s) && value.Same(s.Object.Path, e.Object.Path) == value.Yes && j.refuses(f, s) {
			j.reportAsked(e, s, "mode checked by path on line %d after this open: the file can have been replaced; Stat the open file")
			return
		}
	}
}

// reportAsked sends a finding about the open e and the look s.
func (j *judge) reportAsked(e, s *effects.Effect, message string) {
	related := []analysis.RelatedInformation{j.res.Related(s, "checked here")}
	if s.Inner.IsValid() {
		related = append(related, analysis.RelatedInformation{Pos: s.Inner, Message: "by this check of the path"})
	}
	j.res.Report(j.r, e, report.Finding{
		Kind: accessThenOpen, Level: j.level(e),
		Message: fmt.Sprintf(message, j.res.Line(s)), Related: related,
	})
}

// asksAgain reports whether the open object itself is looked at afterwards.
func asksAgain(f *effects.Func, e *effects.Effect) bool {
	return e.Result != "" && slices.ContainsFunc(f.Of(api.Stat), func(s *effects.Effect) bool {
		return s.Object.Handle == e.Result && f.Leads(e, s)
	})
}

// asksRights reports whether access(2) is asked for a right rather than
// whether the object is there, which F_OK, 0, asks.
func (j *judge) asksRights(s *effects.Effect) bool {
	rights, ok := s.Value.Known(0xffffffff)
	return !ok || rights != 0
}

// asksMode reports whether e happens only after a question about the
// permission bits that s saw, in this function or in the one that has s.
func (j *judge) asksMode(e, s *effects.Effect) bool {
	return guardedBy(e, j.aboutMode(s))
}

// refuses reports whether the function returns because of the permission bits
// that s saw.
func (j *judge) refuses(f *effects.Func, s *effects.Effect) bool {
	asked := j.aboutMode(s)
	for _, b := range f.Fn.Blocks {
		iff, ok := b.Instrs[len(b.Instrs)-1].(*ssa.If)
		if ok && comesFrom(iff.Cond, asked, nil) && (ends(b.Succs[0], b.Succs[1]) || ends(b.Succs[1], b.Succs[0])) {
			return true
		}
	}
	return false
}

// ends reports whether the function returns in block b, and the other branch
// does not come to it.
func ends(b, other *ssa.BasicBlock) bool {
	if _, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return); !ok {
		return false
	}
	seen := map[*ssa.BasicBlock]bool{}
	var comes func(*ssa.BasicBlock) bool
	comes = func(x *ssa.BasicBlock) bool {
		if seen[x] {
			return false
		}
		seen[x] = true
		return x == b || slices.ContainsFunc(x.Succs, comes)
	}
	return !comes(other)
}

// aboutMode recognises the values that tell of the permission bits that s saw:
// the bits themselves, or what a callee returns that has s and asks.
func (j *judge) aboutMode(s *effects.Effect) func(ssa.Value) bool {
	seen := func(v ssa.Value) bool { return isInfo(v, s) }
	switch {
	case s.AsksMode:
		return isAnswer(s)
	case !s.Own():
		seen = isAnswer(s)
	}
	return func(v ssa.Value) bool { return j.res.PermissionBits(v) && comesFrom(v, seen, nil) }
}

// isAnswer recognises what the call returns by which s happens.
func isAnswer(s *effects.Effect) func(ssa.Value) bool {
	return func(v ssa.Value) bool { return v == s.Instr.Value() }
}

package toctou

import (
	"fmt"
	"go/constant"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/internal/value"
	"github.com/permvet/permvet/passes/effects"
)

// changed judges a chmod or chown by name.
func (j *judge) changed(f *effects.Func, e *effects.Effect) {
	if !byName(e) || j.outOfReach(e) {
		return
	}
	if renamedHere(f, e) {
		return // the function's own file
	}
	follows := j.follows(e)
	switch {
	case follows && j.walked(f, e):
		j.changedInWalk(f, e)
		return
	case follows && e.Own() && e.Row.Flags != 0 && !made(f, e) && !workingDir(j, e):
		j.reportFollow(e, nil, j.followLevel(e), "a symlink under this name is followed: "+consequence(e)+"; give AT_SYMLINK_NOFOLLOW, or use a descriptor that was opened with O_NOFOLLOW")
		return
	}
	for _, s := range looks(f, e) {
		if j.found(e, s) == value.No {
			continue
		}
		if follows && s.Row.NoFollow && s.Own() && s.Row.Result != 0 && j.because(e, s) {
			level := j.followLevel(e)
			if j.dependsOn(e, s) {
				level = report.Note // the check kept links out, as far as it can
			}
			j.reportFollow(e, s, level, fmt.Sprintf("line %d checked the symlink itself, and this follows it: %s", j.res.Line(s), consequence(e)))
			return
		}
		j.reportChange(e, s)
		return
	}
}

// renamedHere reports whether the function has just put the object in place.
func renamedHere(f *effects.Func, e *effects.Effect) bool {
	return slices.ContainsFunc(f.RenamedTo(e), func(r *effects.Effect) bool { return f.Dominates(r, e) })
}

// because reports whether e happens because of what s saw: after it was found
// there, or with a mode or owner taken from it. Other looks at the same name
// are about something else.
func (j *judge) because(e, s *effects.Effect) bool {
	if j.found(e, s) == value.Yes {
		return true
	}
	for _, role := range []api.Arg{e.Row.Mode, e.Row.ID, e.Row.GID} {
		if comesFrom(j.res.Arg(e, role), func(v ssa.Value) bool { return isInfo(v, s) }, nil) {
			return true
		}
	}
	return false
}

// repaired judges a file that is opened by name, made if it is missing, and
// gets another mode if it was there with a wrong one.
func (j *judge) repaired(f *effects.Func, m *effects.Effect) {
	if !byName(m) || !m.Own() || !m.Makes() || m.Exclusive() || m.Bits.NoFollow == 0 || !m.Flags.Lacks(m.Bits.NoFollow) || j.outOfReach(m) || j.trusted(m) {
		return
	}
	for _, c := range f.Of(api.Chmod) {
		if c.Own() && c.Object.Handle != "" && c.Object.Handle == m.Result && f.Leads(m, c) && lookedAt(f, m, c) {
			j.res.Report(j.r, m, report.Finding{
				Kind: followsLink, Level: report.Note,
				Message: fmt.Sprintf("a symlink under this name is followed, and line %d changes the mode of its target; open with O_NOFOLLOW", j.res.Line(c)),
				Related: []analysis.RelatedInformation{j.res.Related(c, "the mode changes here")},
			})
			return
		}
	}
}

// lookedAt reports whether e happens because of what the open object m was
// found to be.
func lookedAt(f *effects.Func, m, e *effects.Effect) bool {
	return slices.ContainsFunc(f.Of(api.Stat), func(s *effects.Effect) bool {
		return s.Object.Handle == m.Result && guardedBy(e, func(v ssa.Value) bool { return isInfo(v, s) })
	})
}

// removed judges a removal by name.
func (j *judge) removed(f *effects.Func, e *effects.Effect) {
	if !byName(e) || j.outOfReach(e) || e.Deferred {
		return
	}
	for _, s := range looks(f, e) {
		if j.found(e, s) == value.Yes {
			j.reportChange(e, s)
			return
		}
	}
}

func (j *judge) reportChange(e, s *effects.Effect) {
	level := report.Note
	if e.Kind != api.Remove {
		level = j.level(e)
	}
	j.res.Report(j.r, e, report.Finding{
		Kind: statThenChange, Level: level,
		Message: fmt.Sprintf("%s acts on a path checked on line %d, which may name a different file by now; use an open file or os.Root", e.CallName(), j.res.Line(s)),
		Related: []analysis.RelatedInformation{j.res.Related(s, "checked here")},
	})
}

func (j *judge) reportFollow(e, s *effects.Effect, level report.Level, message string) {
	var related []analysis.RelatedInformation
	if s != nil {
		related = append(related, j.res.Related(s, "checked here"))
	}
	j.res.Report(j.r, e, report.Finding{Kind: followsLink, Level: level, Message: message, Related: related, Fixes: j.unfollowed(e)})
}

// followLevel grades a change that follows a link: nobody plants one where only
// root or the user's own programs write.
func (j *judge) followLevel(e *effects.Effect) report.Level {
	if j.trusted(e) {
		return report.Note
	}
	return report.Warning
}

// consequence says what a followed link leads to.
func consequence(e *effects.Effect) string {
	if e.Kind == api.Chown {
		return "a planted symlink gives its owner the target file"
	}
	return "a planted symlink chooses the file whose mode changes"
}

// follows reports whether a chmod or chown certainly follows a link in the
// last element of its path.
func (j *judge) follows(e *effects.Effect) bool {
	if e.Row.NoFollow {
		return false
	}
	if e.Row.Flags == 0 {
		return true
	}
	flags, ok := e.Flags.Known(0xffffffff)
	if !ok {
		return false
	}
	none, ok1 := j.atFlag(e, "AT_SYMLINK_NOFOLLOW")
	empty, ok2 := j.atFlag(e, "AT_EMPTY_PATH")
	return flags == 0 || ok1 && flags&none == 0 && (!ok2 || flags&empty == 0)
}

// atFlag returns a flag of the package of the call.
func (j *judge) atFlag(e *effects.Effect, name string) (uint64, bool) {
	if e.Callee == nil || e.Callee.Pkg() == nil {
		return 0, false
	}
	c, ok := e.Callee.Pkg().Scope().Lookup(name).(*types.Const)
	if !ok {
		return 0, false
	}
	return constant.Uint64Val(c.Val())
}

// workingDir reports whether a call with a directory descriptor is given the
// working directory: then it is the call without one.
func workingDir(j *judge, e *effects.Effect) bool {
	v := j.res.Arg(e, e.Row.DirFD)
	if v == nil {
		return false
	}
	fd, ok := j.res.Word(v).Known(0xffffffff)
	return ok && int32(fd) < 0
}

// made reports whether this function made the object before.
func made(f *effects.Func, e *effects.Effect) bool {
	for _, m := range f.Of(api.Create) {
		if m.Makes() && f.Dominates(m, e) && value.Same(m.Object.Path, e.Object.Path) == value.Yes {
			return true
		}
	}
	return false
}

// dependsOn reports whether e happens only after a question about what s saw:
// its type, its owner.
func (j *judge) dependsOn(e, s *effects.Effect) bool {
	return guardedBy(e, func(v ssa.Value) bool { return isInfo(v, s) })
}

// isInfo reports whether a value is what s saw.
func isInfo(v ssa.Value, s *effects.Effect) bool {
	x, ok := v.(*ssa.Extract)
	return ok && x.Tuple == s.Instr.Value() && x.Index == 0
}

// guardedBy reports whether a condition under which e happens is computed from
// a wanted value. That a call succeeded says nothing of its arguments.
func guardedBy(e *effects.Effect, wanted func(ssa.Value) bool) bool {
	acts := map[ssa.Instruction]bool{}
	for _, o := range e.Func().Effects {
		if o.Kind != api.Source {
			acts[o.Instr] = true
		}
	}
	for _, g := range e.Guards() {
		if comesFrom(g.Cond, wanted, acts) {
			return true
		}
	}
	return false
}

// maxSteps bounds the walk from a value to what it is computed from.
const maxSteps = 8

// comesFrom reports whether a value is computed from a wanted one, by other
// means than the given acts.
func comesFrom(v ssa.Value, wanted func(ssa.Value) bool, acts map[ssa.Instruction]bool) bool {
	steps := map[ssa.Value]int{} // the fewest that led to a value
	var search func(ssa.Value, int) bool
	search = func(v ssa.Value, n int) bool {
		if before, seen := steps[v]; v == nil || n > maxSteps || seen && before <= n {
			return false
		}
		steps[v] = n
		if wanted(v) {
			return true
		}
		in, ok := v.(ssa.Instruction)
		if !ok || acts[in] {
			return false
		}
		for _, op := range in.Operands(nil) {
			if *op != nil && search(*op, n+1) {
				return true
			}
		}
		return false
	}
	return search(v, 0)
}

package toctou

import (
	"golang.org/x/tools/go/ssa"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/passes/effects"
)

// findWalkers finds the functions of the package that a walk through a tree
// calls.
func (j *judge) findWalkers() map[*ssa.Function]bool {
	walkers := map[*ssa.Function]bool{}
	for _, f := range j.res.Funcs {
		for _, w := range f.Of(api.Walk) {
			for _, arg := range w.Instr.Common().Args {
				if fn := functionOf(arg); fn != nil {
					walkers[fn] = true
				}
			}
		}
	}
	return walkers
}

func functionOf(v ssa.Value) *ssa.Function {
	switch v := v.(type) {
	case *ssa.Function:
		return v
	case *ssa.MakeClosure:
		fn, _ := v.Fn.(*ssa.Function)
		return fn
	case *ssa.ChangeType:
		return functionOf(v.X)
	}
	return nil
}

// walked reports whether e acts on the name that a walk has just handed to f.
func (j *judge) walked(f *effects.Func, e *effects.Effect) bool {
	if !j.walkers[f.Fn] || len(f.Fn.Params) < 2 {
		return false
	}
	path := j.res.Path(f.Fn.Params[0])
	return path.Key() != "" && e.Object.Path.Key() == path.Key()
}

// changedInWalk judges a chmod or chown that follows links, of what a walk
// found.
func (j *judge) changedInWalk(f *effects.Func, e *effects.Effect) {
	info := f.Fn.Params[1]
	if guardedBy(e, func(v ssa.Value) bool { return v == info }) && !givenAway(f, e) {
		j.res.Report(j.r, e, report.Finding{
			Kind: walkByName, Level: report.Note,
			Message: e.CallName() + " acts on the path that the walk found: it can be a symlink by now; walk an os.Root, or open with O_NOFOLLOW and use the file",
			Fixes:   j.unfollowed(e),
		})
		return
	}
	j.reportFollow(e, nil, j.followLevel(e), "this follows symlinks found by the walk: "+consequence(e))
}

// givenAway reports whether the object got another owner before e: then the
// new owner is there to exchange it.
func givenAway(f *effects.Func, e *effects.Effect) bool {
	for _, c := range f.Of(api.Chown) {
		if c != e && f.Leads(c, e) && c.Object.Path.Key() == e.Object.Path.Key() {
			return true
		}
	}
	return false
}

// createdInWalk notes a creation under a name that a walk found.
func (j *judge) createdInWalk(f *effects.Func, m *effects.Effect) {
	if j.walked(f, m) {
		j.res.Report(j.r, m, report.Finding{
			Kind: walkByName, Level: report.Note,
			Message: m.CallName() + " writes to the path that the walk found: it can be a symlink by now; walk an os.Root",
		})
	}
}

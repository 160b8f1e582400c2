package privdrop

import (
	"fmt"
	"go/token"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/passes/effects"
)

// unchecked reports steps of a drop whose error nobody looks at.
func (j *judge) unchecked(f *effects.Func) {
	seen := map[ssa.Instruction]bool{}
	for _, e := range f.Of(api.Cred, api.Prctl, api.Chroot, api.Chdir) {
		if seen[e.Instr] || len(e.Via) > 1 || !e.ErrIgnored() || !isStep(f, e) {
			continue
		}
		if _, plain := e.Instr.(*ssa.Call); !plain && !e.Own() {
			continue // go and defer of a function that also does this
		}
		seen[e.Instr] = true
		j.report(e, report.Finding{
			Kind: dropUnchecked, Level: report.Error,
			Message: fmt.Sprintf("error from %s is not checked: if it fails (EAGAIN under RLIMIT_NPROC, for example), the process keeps its old privileges", e.CallName()),
			Fixes:   j.checkError(f, e),
		})
	}
}

// isStep reports whether e gives up something, so that its failure leaves more
// than was meant.
func isStep(f *effects.Func, e *effects.Effect) bool {
	switch e.Kind {
	case api.Prctl:
		return restricts(e)
	case api.Chroot:
		return true
	case api.Chdir:
		for _, c := range f.Of(api.Chroot) {
			if f.MayFollow(c, e) || f.MayFollow(e, c) {
				return e.Own()
			}
		}
		return false
	}
	return !e.Row.Cred.FSOnly && (setsGroups(e) || targetOf(e) == another)
}

// conditional reports drops that may not happen, or have no certain target.
func (j *judge) conditional(f *effects.Func) {
	seen := map[ssa.Value]bool{}
	for _, e := range f.Of(api.Cred) {
		if e.Row.Cred.FSOnly || setsGroups(e) {
			continue
		}
		j.comparedFirst(f, e, seen)
		if e.Own() {
			j.ownAfterRaise(f, e)
			j.zeroTarget(e, seen)
		}
	}
}

// comparedFirst reports a drop that is left out when the current id is the
// wanted one already.
func (j *judge) comparedFirst(f *effects.Func, e *effects.Effect, seen map[ssa.Value]bool) {
	if targetOf(e) != another || verified(f, e) {
		return
	}
	for _, g := range e.Guards() {
		x, y, _, ok := g.Equal()
		if !ok || seen[g.Cond] || !j.isOwnID(x) && !j.isOwnID(y) || isConst(x) || isConst(y) {
			continue
		}
		seen[g.Cond] = true
		found := report.Finding{
			Kind: dropConditional, Level: report.Warning, Pos: g.Cond.Pos(),
			Message: fmt.Sprintf("%s (line %d) is skipped when this one id is equal: other ids and the groups may still be root's; drop always, or compare them all", e.CallName(), j.res.Line(e)),
			Related: []analysis.RelatedInformation{j.related(e, "the drop that may be left out")},
		}
		if found.Pos == token.NoPos {
			found.Pos, found.End = j.res.Span(e)
		}
		j.reportAt(found)
	}
}

// verified reports whether the ids are read, or a return to root is tried,
// after the drop.
func verified(f *effects.Func, e *effects.Effect) bool {
	for _, o := range f.Of(api.Source, api.Cred) {
		if !f.MayFollow(e, o) {
			continue
		}
		if o.Kind == api.Source && o.Row.Taint&api.TaintUID != 0 || raises(o) || o.Kind == api.Cred && o.Row.Cred.GID && targetOf(o) == own {
			return true
		}
	}
	return false
}

func (j *judge) isOwnID(v ssa.Value) bool { return j.res.Data(v).Taint&api.TaintUID != 0 }

func isOwnID(set *effects.Setting) bool { return set.Data.Taint&api.TaintUID != 0 }

func isConst(v ssa.Value) bool {
	_, ok := v.(*ssa.Const)
	return ok
}

// ownAfterRaise reports a drop to the id that the process has, in a package
// that makes that id root's.
func (j *judge) ownAfterRaise(f *effects.Func, e *effects.Effect) {
	if targetOf(e) != own || !e.Row.Cred.UID || !j.readHere(f, e) {
		return
	}
	for _, o := range j.res.Funcs {
		if o == f {
			continue
		}
		for _, up := range o.Of(api.Cred) {
			if !up.Own() || !up.Row.Cred.UID || up.Row.RealID == 0 || constantID(up.Real) != root {
				continue
			}
			j.report(e, report.Finding{
				Kind: dropConditional, Level: report.Warning,
				Message: fmt.Sprintf("%s sets the current uid, which %s (line %d) has set to 0: nothing is dropped; save the uid before raising it", e.CallName(), up.CallName(), j.res.Line(up)),
				Related: []analysis.RelatedInformation{j.related(up, "the real uid becomes 0 here")},
			})
			return
		}
	}
}

// readHere reports whether the ids are read in f, before e.
func (j *judge) readHere(f *effects.Func, e *effects.Effect) bool {
	for _, s := range f.Of(api.Source) {
		if s.Own() && s.Row.Taint&api.TaintUID != 0 && f.MayFollow(s, e) {
			return true
		}
	}
	return false
}

// zeroTarget reports an id that is 0 when something went wrong before, where it is
// used first.
func (j *judge) zeroTarget(e *effects.Effect, seen map[ssa.Value]bool) {
	v := strip(j.res.Arg(e, e.Row.ID))
	if targetOf(e) != another || seen[v] {
		return
	}
	why := ""
	switch id := v.(type) {
	case *ssa.Phi:
		for _, edge := range id.Edges {
			if isZero(strip(edge)) && !comparedWithZero(e, id) {
				why = "is 0 on some way to here"
			}
		}
	case *ssa.Extract:
		if call, ok := id.Tuple.(*ssa.Call); ok && id.Index == 0 && errorDropped(call) && !comparedWithZero(e, id) {
			why = fmt.Sprintf("comes from a call on line %d whose error is not checked, and is 0 if it failed", j.res.LineAt(call.Pos()))
		}
	}
	if why == "" {
		return
	}
	seen[v] = true
	j.report(e, report.Finding{
		Kind: dropConditional, Level: report.Warning,
		Message: fmt.Sprintf("the id passed to %s %s: 0 is root, so nothing is dropped", e.CallName(), why),
	})
}

// strip removes conversions.
func strip(v ssa.Value) ssa.Value {
	for {
		switch x := v.(type) {
		case *ssa.Convert:
			v = x.X
		case *ssa.ChangeType:
			v = x.X
		default:
			return v
		}
	}
}

// comparedWithZero reports whether a condition around e looks whether the id
// is 0.
func comparedWithZero(e *effects.Effect, id ssa.Value) bool {
	for _, g := range e.Guards() {
		if cmp, ok := g.Cond.(*ssa.BinOp); ok && (strip(cmp.X) == id || strip(cmp.Y) == id) {
			return true
		}
	}
	return false
}

// errorDropped reports whether the call returns an error that nobody reads.
func errorDropped(c *ssa.Call) bool {
	res := c.Call.Signature().Results()
	last := res.Len() - 1
	if last < 1 || res.At(last).Type().String() != "error" {
		return false
	}
	for _, r := range *c.Referrers() {
		if x, ok := r.(*ssa.Extract); ok && x.Index == last && len(*x.Referrers()) > 0 {
			return false
		}
	}
	return true
}

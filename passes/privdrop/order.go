package privdrop

import (
	"fmt"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/internal/value"
	"github.com/permvet/permvet/passes/effects"
)

// order reports what is done after the uid was given up although it needs the
// right that went with it.
func (j *judge) order(f *effects.Func) {
	if switches(f) {
		return
	}
	for _, late := range f.Of(api.Cred, api.Chroot) {
		if !needsRoot(late) || elsewhere(late) {
			continue
		}
		for _, drop := range f.Of(api.Cred) {
			if !dropsUID(drop) || elsewhere(drop) || sameCall(drop, late) || !f.MayFollow(drop, late) || f.MayFollow(late, drop) || regained(f, drop, late) || j.swapped(drop) {
				continue
			}
			j.report(late, report.Finding{
				Kind: dropOrder, Level: report.Error,
				Message: fmt.Sprintf("%s after %s (line %d) %s; call it before dropping the uid", late.CallName(), drop.CallName(), j.res.Line(drop), consequence(late)),
				Related: []analysis.RelatedInformation{j.related(drop, "the uid is given up here")},
				Fixes:   nil,
			})
			break
		}
	}
}

// needsRoot reports whether e is a step that only root can make.
func needsRoot(e *effects.Effect) bool {
	return e.Kind == api.Chroot || setsGroups(e) || dropsGID(e)
}

func consequence(late *effects.Effect) string {
	switch {
	case late.Kind == api.Chroot:
		return "fails without root, so the process keeps the whole file system"
	case late.Row.Cred.Groups:
		return "fails without root, so the process keeps its old supplementary groups"
	}
	return "fails without root, so the process keeps its old gid"
}

// regained reports whether the process may be root again between a and b, or
// in a user namespace of its own.
func regained(f *effects.Func, a, b *effects.Effect) bool {
	for _, e := range f.Between(a, b, api.Cred, api.Unshare) {
		if e.Kind == api.Unshare || raises(e) {
			return true
		}
	}
	return false
}

// keptGroups reports a drop of gid and uid that leaves the supplementary
// groups. Where the groups are cleared by a caller is looked up too.
func (j *judge) keptGroups(f *effects.Func) {
	if f.Truncated || len(f.Of(api.Cred)) < 2 || containsGroups(f) || switches(f) {
		return
	}
	for _, gid := range f.Of(api.Cred) {
		if !dropsGID(gid) || !permanent(gid) || elsewhere(gid) {
			continue
		}
		for _, uid := range f.Of(api.Cred) {
			if !dropsUID(uid) || !permanent(uid) || elsewhere(uid) || j.swapped(uid) || sameCall(gid, uid) || !f.MayFollow(gid, uid) || j.groupsCleared(gid) {
				continue
			}
			j.report(gid, report.Finding{
				Kind: dropOrder, Level: report.Error,
				Message: fmt.Sprintf("%s then %s (line %d) without Setgroups: the process keeps its supplementary groups, such as root's; call syscall.Setgroups first", gid.CallName(), uid.CallName(), j.res.Line(uid)),
				Related: []analysis.RelatedInformation{j.related(uid, "with the uid goes the right to change the groups")},
			})
			return
		}
	}
}

// uidAlone reports a uid that is given up for good in a package that never gives
// up the gid or the groups: root's own stay.
func (j *judge) uidAlone() {
	var drops []*effects.Effect
	for _, f := range j.res.Funcs {
		if f.Truncated || switches(f) {
			return
		}
		for _, e := range f.Of(api.Cred, api.Unshare) {
			switch {
			case e.Kind == api.Unshare, setsGroups(e), e.Row.Cred.GID && !e.Row.Cred.FSOnly, raises(e):
				return
			case dropsUID(e) && permanent(e) && !elsewhere(e) && !j.swapped(e) && j.decidedHere(e):
				drops = append(drops, e)
			}
		}
	}
	for _, e := range drops {
		j.report(e, report.Finding{
			Kind: dropOrder, Level: report.Error,
			Message: fmt.Sprintf("%s is the only drop in this package: the process keeps its gid and supplementary groups, such as root's; call syscall.Setgroups and syscall.Setgid first", e.CallName()),
		})
	}
}

// decidedHere reports whether this function says to which id e changes: not one
// that only hands on what its callers give it, nor a caller of one that decides.
func (j *judge) decidedHere(e *effects.Effect) bool {
	return !isArgument(e.Value.Src) && (e.Own() || isArgument(e.Inside.Value.Src))
}

// isArgument reports whether a key is that of a parameter itself, not of something
// inside it.
func isArgument(key string) bool {
	return value.Key(key).FromParam() && !strings.ContainsAny(key, ".^[")
}

// swapped reports whether the package also makes this change the other way round,
// with the effective and the saved uid exchanged: then one of the two is the way
// back, and which one cannot be told.
func (j *judge) swapped(e *effects.Effect) bool {
	if own := j.res.Maker(e); own != nil {
		e = own
	}
	if e.Value.Src == "" || e.Saved.Src == "" || e.Value.Src == e.Saved.Src {
		return false
	}
	for _, f := range j.res.Funcs {
		for _, o := range f.Of(api.Cred) {
			if o.Row.Cred.UID && o.Value.Src == e.Saved.Src && o.Saved.Src == e.Value.Src {
				return true
			}
		}
	}
	return false
}

func containsGroups(f *effects.Func) bool {
	for _, e := range f.Of(api.Cred) {
		if setsGroups(e) {
			return true
		}
	}
	return false
}

// groupsCleared reports whether a caller sets the groups before it comes to e.
func (j *judge) groupsCleared(e *effects.Effect) bool {
	for _, c := range j.res.Contexts(e) {
		for _, g := range c.Func().Of(api.Cred) {
			if setsGroups(g) && c.Func().MayFollow(g, c) {
				return true
			}
		}
	}
	return false
}

// permanent reports whether e sets the real id too, so that it is meant to
// last.
func permanent(e *effects.Effect) bool {
	return e.Row.Cred.Real && (e.Row.RealID == 0 || constantID(e.Real) != unset)
}

// reversible reports drops that keep the saved uid, when the package neither
// drops for good nor ever returns: then the return was not wanted.
func (j *judge) reversible() {
	var kept []*effects.Effect
	for _, f := range j.res.Funcs {
		if switches(f) {
			return
		}
		for _, e := range f.Of(api.Cred) {
			if !e.Row.Cred.UID || e.Row.Cred.FSOnly || elsewhere(e) {
				continue
			}
			switch {
			case raises(e):
				return
			case !dropsUID(e):
			case !keepsSaved(e):
				return
			case e.Speaks(effects.BoundID):
				kept = append(kept, e)
			}
		}
	}
	for _, e := range kept {
		j.report(e, report.Finding{
			Kind: dropReversible, Level: report.Warning,
			Message: fmt.Sprintf("%s keeps the saved uid, and nothing here drops it: a compromised process can regain root; use syscall.Setuid or Setresuid with all three ids", e.CallName()),
		})
	}
}

// keepsSaved reports whether e certainly leaves a saved uid to return to.
func keepsSaved(e *effects.Effect) bool {
	row := e.Row
	switch {
	case row.SavedID != 0:
		saved := constantID(e.Saved)
		return saved == unset || saved == root
	case row.RealID != 0:
		return constantID(e.Real) == unset
	}
	return !row.Cred.Real
}

// constantID tells which id a constant is.
func constantID(w value.Word) target {
	id, ok := w.Known(0xffffffff)
	switch {
	case ok && id == 0:
		return root
	case ok && id == 0xffffffff:
		return unset
	}
	return another
}

func isZero(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.Value != nil && c.Value.ExactString() == "0"
}

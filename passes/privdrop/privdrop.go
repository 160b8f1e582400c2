package privdrop

import (
	_ "embed"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/inspect"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/passes/effects"
)

//go:embed doc.go
var docGo string

// The kinds of finding.
var (
	dropOrder       = report.Kind{ID: "drop-order", Level: report.Error, CWE: "CWE-696", Since: "0.1", Summary: "privileges are given up in an order that keeps some of them"}
	dropUnchecked   = report.Kind{ID: "drop-unchecked", Level: report.Error, CWE: "CWE-252", Since: "0.1", Summary: "nobody looks whether giving up a privilege worked"}
	dropOneThread   = report.Kind{ID: "drop-one-thread", Level: report.Error, CWE: "CWE-271", Since: "0.1", Summary: "a credential changes in one thread where all are meant, or in all where one is meant"}
	dropReversible  = report.Kind{ID: "drop-reversible", Level: report.Warning, CWE: "CWE-271", Since: "0.1", Summary: "the only drop keeps a saved uid to return to"}
	chrootNoChdir   = report.Kind{ID: "chroot-no-chdir", Level: report.Error, CWE: "CWE-243", Since: "0.1", Summary: "the working directory stays outside the new root"}
	childGroups     = report.Kind{ID: "child-groups", Level: report.Warning, CWE: "CWE-271", Since: "0.1", Summary: "a child with another uid keeps the groups of this process"}
	ambientCaps     = report.Kind{ID: "ambient-caps", Level: report.Warning, CWE: "CWE-276", Since: "0.1", Summary: "capabilities or groups that programs in a child can regain"}
	dropConditional = report.Kind{ID: "drop-conditional", Level: report.Warning, CWE: "CWE-273", Since: "0.1", Summary: "a drop that may not happen, or drops to nobody in particular"}
	dirFD           = report.Kind{ID: "dir-fd-across-chroot", Level: report.Warning, CWE: "CWE-403", Since: "0.1", Summary: "an open directory leads out of the new root"}
)

// Kinds are what the check can find.
var Kinds = []report.Kind{
	dropOrder, dropUnchecked, dropOneThread, dropReversible, chrootNoChdir, childGroups,
	ambientCaps, dropConditional, dirFD,
}

// Analyzer is the check.
var Analyzer = report.NewCheck(report.Check{
	Name: "privdrop", Doc: docGo, Kinds: Kinds, Systems: report.Unix,
	Requires: []*analysis.Analyzer{effects.Analyzer, inspect.Analyzer},
	Run:      run,
})

// A judge looks at the functions of one package.
type judge struct {
	pass *analysis.Pass
	r    *report.Reporter
	res  *effects.Result
}

func run(pass *analysis.Pass, r *report.Reporter) error {
	j := &judge{pass: pass, r: r, res: pass.ResultOf[effects.Analyzer].(*effects.Result)}
	for _, f := range j.res.Funcs {
		j.order(f)
		j.keptGroups(f)
		j.unchecked(f)
		j.oneThread(f)
		j.allThreads(f)
		j.chroot(f)
		j.conditional(f)
		j.openDirs(f)
	}
	j.entries()
	j.reversible()
	j.uidAlone()
	s := j.res.Structs()
	j.children(s)
	j.containers(s)
	return nil
}

// report adds the range of e's call and keeps quiet in tests, unless the
// finding is an error.
func (j *judge) report(e *effects.Effect, f report.Finding) {
	f.Pos, f.End = j.res.Span(e)
	j.reportAt(f)
}

func (j *judge) reportAt(f report.Finding) {
	if f.Level == report.Error || !j.r.InTest(f.Pos) {
		j.r.Report(f)
	}
}

// related points to another effect: to its own place where that is known.
func (j *judge) related(e *effects.Effect, text string) analysis.RelatedInformation {
	if e.Inner.IsValid() {
		return analysis.RelatedInformation{Pos: e.Inner, Message: text}
	}
	pos, end := j.res.Span(e)
	return analysis.RelatedInformation{Pos: pos, End: end, Message: text}
}

// A target says which id a credential change sets.
type target uint8

const (
	another target = iota // an id that is not this process's own, as far as is known
	root                  // 0: privileges are taken, not given up
	unset                 // -1: stays as it is
	own                   // what Getuid and the like returned: a return to the id before
)

// targetOf tells which id e sets as the effective one.
func targetOf(e *effects.Effect) target {
	if id, ok := e.Value.Known(0xffffffff); ok {
		switch id {
		case 0:
			return root
		case 0xffffffff:
			return unset
		}
		return another
	}
	if e.Data.Taint&api.TaintUID != 0 {
		return own
	}
	if isZeroHere(e) {
		return root
	}
	return another
}

// isZeroHere reports whether a condition around e says that one of its
// arguments is 0: if euid == 0 { setuid(euid) }.
func isZeroHere(e *effects.Effect) bool {
	for _, g := range e.Guards() {
		x, y, equal, ok := g.Equal()
		if ok && equal && isZero(y) && slices.Contains(e.Instr.Common().Args, x) {
			return true
		}
	}
	return false
}

// dropsUID reports whether e gives the process another effective uid.
func dropsUID(e *effects.Effect) bool {
	return e.Kind == api.Cred && e.Row.Cred.UID && !e.Row.Cred.FSOnly && targetOf(e) == another
}

// dropsGID reports whether e gives the process another gid.
func dropsGID(e *effects.Effect) bool {
	return e.Kind == api.Cred && e.Row.Cred.GID && !e.Row.Cred.FSOnly && targetOf(e) == another
}

func setsGroups(e *effects.Effect) bool { return e.Kind == api.Cred && e.Row.Cred.Groups }

// raises reports whether e takes privileges, or returns to those of before.
func raises(e *effects.Effect) bool {
	if e.Kind != api.Cred || !e.Row.Cred.UID {
		return false
	}
	t := targetOf(e)
	return t == root || t == own
}

// elsewhere reports whether a callee's change does not outlast the call: it
// happens in another goroutine or thread, or the callee changes the uid again.
func elsewhere(e *effects.Effect) bool {
	if e.Own() {
		return false
	}
	if e.Async || e.Row.Cred != nil && e.Row.Cred.OneThread {
		return true
	}
	for _, o := range e.Func().Of(api.Cred) {
		if o != e && o.Instr == e.Instr && o.Row.Cred.UID && e.Row.Cred != nil && e.Row.Cred.UID {
			return true
		}
	}
	return false
}

// switches reports whether the function changes the uid and then again: it
// works as another user for a while.
func switches(f *effects.Func) bool {
	for _, a := range f.Of(api.Cred) {
		for _, b := range f.Of(api.Cred) {
			if a.Row.Cred.UID && b.Row.Cred.UID && a.Own() && b.Own() && f.MayFollow(a, b) {
				return true
			}
		}
	}
	return false
}

// sameCall reports whether both effects happen inside one call: then they were
// judged in its callee.
func sameCall(a, b *effects.Effect) bool { return a.Instr == b.Instr && !a.Own() && !b.Own() }

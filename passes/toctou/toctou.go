package toctou

import (
	_ "embed"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/inspect"
	"golang.org/x/tools/go/ssa"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/place"
	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/internal/value"
	"github.com/permvet/permvet/passes/effects"
)

//go:embed doc.go
var docGo string

// The kinds of finding.
var (
	statThenCreate = report.Kind{ID: "stat-then-create", Level: report.Note, CWE: "CWE-367", Since: "0.1", Summary: "a file is created because it was missing a moment ago"}
	statThenChange = report.Kind{ID: "stat-then-change", Level: report.Note, CWE: "CWE-367", Since: "0.1", Summary: "an object is changed by name after a look at it by name"}
	accessThenOpen = report.Kind{ID: "access-then-open", Level: report.Note, CWE: "CWE-367", Since: "0.1", Summary: "a question about the rights of a name decides about a later open by name"}
	followsLink    = report.Kind{ID: "follows-link", Level: report.Warning, CWE: "CWE-59", Since: "0.1", Summary: "a mode or owner is set through a link that was not followed before"}
	walkByName     = report.Kind{ID: "walk-by-name", Level: report.Note, CWE: "CWE-367", Since: "0.1", Summary: "a walk changes by name what it found"}
)

// Kinds are what the check can find.
var Kinds = []report.Kind{
	statThenCreate, statThenChange, accessThenOpen, followsLink, walkByName,
}

// Analyzer is the check.
var Analyzer = report.NewCheck(report.Check{
	Name: "toctou", Doc: docGo, Kinds: Kinds,
	Requires: []*analysis.Analyzer{effects.Analyzer, inspect.Analyzer},
	Run:      run,
})

// A judge looks at the functions of one package.
type judge struct {
	pass *analysis.Pass
	r    *report.Reporter
	res  *effects.Result
	// walkers are the functions that a walk calls.
	walkers map[*ssa.Function]bool
}

func run(pass *analysis.Pass, r *report.Reporter) error {
	j := &judge{pass: pass, r: r, res: pass.ResultOf[effects.Analyzer].(*effects.Result)}
	j.walkers = j.findWalkers()
	for _, f := range j.res.Funcs {
		if r.InTest(f.Fn.Pos()) {
			continue
		}
		for _, e := range f.Effects {
			if !e.Pos().IsValid() || r.InTest(e.Pos()) {
				continue
			}
			switch e.Kind {
			case api.Create:
				j.created(f, e)
				j.repaired(f, e)
			case api.Open:
				j.opened(f, e)
			case api.Chmod, api.Chown:
				j.changed(f, e)
			case api.Remove:
				j.removed(f, e)
			}
		}
	}
	return nil
}

// byName reports whether an effect reaches its object through its name, and not
// below an os.Root, out of which no link leads.
func byName(e *effects.Effect) bool {
	return e.Row != nil && e.Row.Path != 0 && e.Object.HasPath() && !strings.HasPrefix(e.Row.Name, "(*os.Root).")
}

// looks returns the looks by name at the object of e that come before it, in
// this function: what a callee does with both was judged there.
func looks(f *effects.Func, e *effects.Effect) []*effects.Effect {
	var all []*effects.Effect
	for _, s := range f.Of(api.Stat) {
		if byName(s) && s.Instr != e.Instr && f.Leads(s, e) && value.Same(s.Object.Path, e.Object.Path) == value.Yes {
			all = append(all, s)
		}
	}
	return all
}

// found says what the guards of e tell of the object that s looked at.
func (j *judge) found(e, s *effects.Effect) value.Tri {
	for _, g := range e.Guards() {
		if t := j.res.Found(g, s); t != value.Unknown {
			return t
		}
	}
	return value.Unknown
}

// outOfReach reports whether nobody else can put something under the name:
// below a directory made for this program alone, on a kernel file system, or
// because nobody can guess it.
func (j *judge) outOfReach(e *effects.Effect) bool {
	return e.Object.Path.Has(value.Unique) || j.res.Reach(e) <= place.Private
}

// trusted reports whether the directory belongs to root or to the user that
// runs the program: others can do nothing there, but a second instance can.
func (j *judge) trusted(e *effects.Effect) bool { return j.res.Reach(e).Safe() }

// owned reports whether another check speaks about the race for this name, with a
// fix that ends it.
func (j *judge) owned(m *effects.Effect) bool {
	subject := j.res.Subject(m)
	return subject == effects.PIDFile || subject == effects.TempName
}

// level grades a race for a name: a warning where another user can put
// something under it, or where the program is root's by evidence. Elsewhere only
// the user's own programs can come in between.
func (j *judge) level(e *effects.Effect) report.Level {
	switch reach := j.res.Reach(e); {
	case reach.Exposed(), !reach.Safe() && (j.res.AsRoot(e) || j.res.DropsPrivileges()):
		return report.Warning
	}
	return report.Note
}

// locked reports whether a lock is taken before e, here or in all that leads
// here: then no second instance comes in between.
func (j *judge) locked(e *effects.Effect) bool {
	before := func(e *effects.Effect) bool {
		return slices.ContainsFunc(e.Func().Of(api.Lock), func(l *effects.Effect) bool { return e.Func().Dominates(l, e) })
	}
	if before(e) {
		return true
	}
	callers := j.res.Contexts(e)
	return len(callers) > 0 && !slices.ContainsFunc(callers, func(c *effects.Effect) bool { return !before(c) })
}

package tempfile

import (
	_ "embed"
	"fmt"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/place"
	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/internal/secret"
	"github.com/permvet/permvet/internal/value"
	"github.com/permvet/permvet/passes/effects"
)

//go:embed doc.go
var docGo string

// The kinds of finding.
var (
	predictableTemp = report.Kind{ID: "predictable-temp", Level: report.Warning, CWE: "CWE-377", Since: "0.1", Summary: "a file or directory gets a name that others can know in a directory of all users"}
)

// Kinds are what the check can find.
var Kinds = []report.Kind{
	predictableTemp,
}

// Analyzer is the check.
var Analyzer = report.NewCheck(report.Check{
	Name: "tempfile", Doc: docGo, Kinds: Kinds, Systems: report.Unix,
	Requires: []*analysis.Analyzer{effects.Analyzer},
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
		for _, e := range f.Of(api.Create) {
			if e.Pos().IsValid() && !r.InTest(e.Pos()) {
				j.judge(f, e)
			}
		}
	}
	return nil
}

// judge reports a creation whose name others can know and take first.
func (j *judge) judge(f *effects.Func, e *effects.Effect) {
	if !e.Makes() || e.Exclusive() || e.Act.Replaces || e.Row != nil && e.Row.Replaces || !e.Speaks(effects.BoundPath) {
		return
	}
	p, ok := j.predictable(e.Object.Path)
	if !ok || j.told(e) || j.inside(f, e, p) || j.verified(f, e) {
		return
	}
	finding := report.Finding{Kind: predictableTemp, Level: report.Warning, Message: j.message(e, p), Fixes: j.fixes(e, p)}
	if j.res.Privileged() || j.secret(f, e, p) {
		finding.Level = report.Error
	}
	if at := j.res.Origin(e.PathArg, api.TaintTempDir); at.IsValid() {
		finding.Related = []analysis.RelatedInformation{{Pos: at, Message: "the temporary directory is chosen here"}}
	}
	j.res.Report(j.r, e, finding)
}

// predictable returns the value of a path, of those it can have, that others
// can know and that lies in a directory of all users.
func (j *judge) predictable(path value.Path) (value.Path, bool) {
	for p := range path.Each {
		if place.SharedDir(p, j.res.GOOS) == "" || !p.Guessable() && !p.GuessedName() {
			continue
		}
		return p, true
	}
	return value.Path{}, false
}

// told reports whether the callee that makes the object was found to: there the
// name was predictable before this call completed it.
func (j *judge) told(e *effects.Effect) bool {
	if e.Inside == nil {
		return false
	}
	_, ok := j.predictable(e.Inside.Object.Path)
	return ok
}

// inside reports whether the object lies in a directory that the package makes
// itself: then the question is how that was made, and it is asked there.
func (j *judge) inside(f *effects.Func, e *effects.Effect, p value.Path) bool {
	for _, g := range j.res.Funcs {
		for _, d := range g.Of(api.Create) {
			if d.What != api.Dir || g == f && !f.MayFollow(d, e) || g != f && d.Object.Path.Has(value.Sym) {
				continue
			}
			for q := range d.Object.Path.Each {
				if place.SharedDir(q, j.res.GOOS) != "" && p.Under(q) {
					return true
				}
			}
		}
	}
	return false
}

// verified reports whether the function looks at what it got, without following
// a link, and so can refuse somebody else's.
func (j *judge) verified(f *effects.Func, e *effects.Effect) bool {
	return slices.ContainsFunc(f.Of(api.Stat), func(s *effects.Effect) bool {
		return s.Row != nil && s.Row.NoFollow && f.MayFollow(e, s) && value.Same(s.Object.Path, e.Object.Path) == value.Yes
	})
}

func (j *judge) message(e *effects.Effect, p value.Path) string {
	if e.What == api.Dir {
		return fmt.Sprintf("%s accepts %s if another user has made it first, for the name can be known and %s belongs to all: whatever is put there is his; use a directory with a random name", e.CallName(), p.Show(), place.SharedDir(p, j.res.GOOS))
	}
	return fmt.Sprintf("%s opens %s without O_EXCL, a name that can be known in %s: what another user puts there first, a link too, is written to; use a random name", e.CallName(), p.Show(), place.SharedDir(p, j.res.GOOS))
}

// secret reports whether what is written is secret by its origin or by the
// name of the file.
func (j *judge) secret(f *effects.Func, e *effects.Effect, p value.Path) bool {
	if !e.Truncates() {
		return false
	}
	if by := j.r.Secrets().Path(p.Show()); by.Strength >= secret.Strong && !by.Public {
		return true
	}
	if e.Data.Taint&api.TaintKey != 0 {
		return true
	}
	return slices.ContainsFunc(f.Of(api.Write), func(w *effects.Effect) bool {
		return w.Data.Taint&api.TaintKey != 0 && e.Result != "" && w.Object.Handle == e.Result
	})
}

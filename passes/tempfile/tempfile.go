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
	tempNameReused  = report.Kind{ID: "temp-name-reused", Level: report.Warning, CWE: "CWE-377", Since: "0.1", Summary: "a temporary name is used after its file was removed"}
)

// Kinds are what the check can find.
var Kinds = []report.Kind{
	predictableTemp, tempNameReused,
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
				j.reused(f, e)
			}
		}
	}
	return nil
}

// judge reports a creation whose name others can know and take first.
func (j *judge) judge(f *effects.Func, e *effects.Effect) {
	p, ok := j.res.PredictableTemp(e)
	if !ok || !e.Speaks(effects.BoundPath) || j.res.PredictableInside(e) {
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

func (j *judge) message(e *effects.Effect, p value.Text) string {
	dir := "world-writable " + place.SharedDir(p, j.res.GOOS)
	if p.Has(value.SharedTmp) {
		dir = "the world-writable temporary directory"
	}
	if e.What == api.Dir {
		return fmt.Sprintf("%s succeeds if another user already created %s in %s, and that user then controls its contents; use os.MkdirTemp", e.CallName(), p.Show(), dir)
	}
	return fmt.Sprintf("%s opens predictable path %s in %s without O_EXCL: another user can pre-create it as a file or symlink; use os.CreateTemp", e.CallName(), p.Show(), dir)
}

// secret reports whether what is written is secret by its origin or by the
// name of the file.
func (j *judge) secret(f *effects.Func, e *effects.Effect, p value.Text) bool {
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

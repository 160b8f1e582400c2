package pidfile

import (
	_ "embed"
	"fmt"

	"golang.org/x/tools/go/analysis"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/internal/value"
	"github.com/permvet/permvet/passes/effects"
)

//go:embed doc.go
var docGo string

// The kinds of finding.
var (
	race     = report.Kind{ID: "pidfile-race", Level: report.Warning, CWE: "CWE-367", Since: "0.1", Summary: "a pid file is checked and then written, and two instances can do so at once"}
	writable = report.Kind{ID: "pidfile-writable", Level: report.Error, CWE: "CWE-732", Since: "0.1", Summary: "others can write the pid file and so choose whom a stop script kills"}
	lockLost = report.Kind{ID: "pidfile-lock-lost", Level: report.Warning, CWE: "CWE-667", Since: "0.1", Summary: "a lock file loses its lock or its content"}
)

// Kinds are what the check can find.
var Kinds = []report.Kind{
	race, writable, lockLost,
}

// Analyzer is the check.
var Analyzer = report.NewCheck(report.Check{
	Name: "pidfile", Doc: docGo, Kinds: Kinds, Systems: report.Unix,
	Requires: []*analysis.Analyzer{effects.Analyzer},
	Run:      run,
})

const othersWrite = 0o002

// A judge looks at the functions of one package.
type judge struct {
	pass *analysis.Pass
	r    *report.Reporter
	res  *effects.Result
}

func run(pass *analysis.Pass, r *report.Reporter) error {
	j := &judge{pass: pass, r: r, res: pass.ResultOf[effects.Analyzer].(*effects.Result)}
	for _, f := range j.res.Funcs {
		for _, e := range f.Effects {
			if !e.Pos().IsValid() || r.InTest(e.Pos()) {
				continue
			}
			switch e.Kind {
			case api.Create:
				if e.Makes() && j.res.IsPIDFile(e) {
					j.created(f, e)
				}
			case api.Chmod:
				if j.res.IsPIDFile(e) && j.writable(e) {
					j.reportWritable(e, nil)
				}
			case api.Lock:
				j.lock(f, e)
			}
		}
	}
	return nil
}

// created judges the creation of a pid file: who can write it, and whether two
// instances can make it at once. What both say is one finding.
func (j *judge) created(f *effects.Func, e *effects.Effect) {
	look := j.lookBefore(f, e)
	switch {
	case j.writable(e):
		j.reportWritable(e, look)
	case look != nil:
		j.report(e, report.Finding{
			Kind:    race,
			Message: fmt.Sprintf("pid file written after the check on line %d: two instances starting at once both pass it; hold a lock or use O_EXCL", j.res.Line(look)),
			Related: []analysis.RelatedInformation{j.res.Related(look, "the other instance is looked for here")},
			Fixes:   j.helper(e),
		})
	}
}

// report sends a finding about the place where the pid file is made, in a helper
// of this package if that is where.
func (j *judge) report(e *effects.Effect, f report.Finding) {
	if o := j.res.Maker(e); o != nil && e.Bound&effects.BoundMode == 0 {
		e = o
	}
	j.res.Report(j.r, e, f)
}

// lookBefore returns what the function does before e to find out whether
// another instance runs, if two can do so at once.
func (j *judge) lookBefore(f *effects.Func, e *effects.Effect) *effects.Effect {
	if e.Exclusive() || len(e.Via) > 2 || len(f.Of(api.Lock)) > 0 {
		return nil
	}
	for _, look := range f.Of(api.Stat, api.Open, api.Kill) {
		if !f.Leads(look, e) || look.Deferred || look.Instr == e.Instr && !e.Own() {
			continue
		}
		if len(look.Via) > 1 && (e.Own() || len(look.Via) > 3) {
			continue // far away, and e is not in a helper beside it
		}
		if probes(look) || j.samePIDFile(look, e) {
			return look
		}
	}
	return nil
}

// samePIDFile reports whether two effects are about one pid file: under one
// path, or under one name in what two helpers make of the same arguments.
func (j *judge) samePIDFile(look, e *effects.Effect) bool {
	if value.Same(look.Object.Path, e.Object.Path) == value.Yes {
		return true
	}
	name := e.Object.Path.Suffix()
	return !e.Own() && name != "" && name == look.Object.Path.Suffix() && j.res.IsPIDFile(look)
}

// probes reports whether the effect sends signal 0, which only asks whether the
// process lives.
func probes(e *effects.Effect) bool {
	signal, ok := e.Value.Known(0xffffffff)
	return e.Kind == api.Kill && e.Row != nil && e.Row.Value != 0 && ok && signal == 0
}

// writable reports whether others may write the pid file.
func (j *judge) writable(e *effects.Effect) bool {
	if !e.Mode.Has(othersWrite) || !e.Speaks(effects.BoundMode|effects.BoundPath) {
		return false
	}
	asked := e.Kind == api.Chmod || e.Row != nil && e.Row.Mode != 0
	return asked || j.res.Program.ClearsUmask() // else the umask takes it
}

// reportWritable reports a pid file that others may write, and a race for it if
// there is one.
func (j *judge) reportWritable(e, look *effects.Effect) {
	finding := report.Finding{
		Kind:    writable,
		Message: fmt.Sprintf("pid file with mode %#o: any user can choose which process is killed when the daemon is stopped; use 0644", e.Mode.Ones&0o777),
		Fixes:   j.ownerOnly(e),
	}
	if look != nil {
		finding.Message += fmt.Sprintf(" and O_EXCL: two instances starting at once both pass the check on line %d", j.res.Line(look))
		finding.Related = []analysis.RelatedInformation{j.res.Related(look, "the other instance is looked for here")}
		finding.Fixes = append(j.helper(e), finding.Fixes...)
	}
	j.res.Report(j.r, e, finding)
}

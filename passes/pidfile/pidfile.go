package pidfile

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

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
				if e.Makes() && j.isPID(f, e) {
					j.race(f, e)
					j.writable(e)
				}
			case api.Chmod:
				if j.named(e) {
					j.writable(e)
				}
			case api.Lock:
				j.lock(f, e)
			}
		}
	}
	return nil
}

// isPID reports whether the effect makes a pid file: its name says so, or the
// program's own number is written to it.
func (j *judge) isPID(f *effects.Func, e *effects.Effect) bool {
	if e.What == api.Dir || e.What == api.TempDir || place.MayBe(e.Object.Path, place.Kernel, j.res.GOOS) {
		return false
	}
	if j.named(e) || j.writesPID(e) {
		return true
	}
	return slices.ContainsFunc(f.Of(api.Write), func(w *effects.Effect) bool {
		return e.Result != "" && w.Object.Handle == e.Result && j.writesPID(w)
	})
}

// writesPID reports whether the number of this process, and nothing else, is
// among what the call gets to write.
func (j *judge) writesPID(e *effects.Effect) bool {
	return e.Data.Taint&api.TaintOwnPid != 0 && slices.ContainsFunc(e.Instr.Common().Args, func(v ssa.Value) bool {
		numbers := 0
		for _, part := range j.res.Path(v).Parts {
			switch {
			case part.Kind == value.Guess:
				numbers++
			case part.Kind != value.Text || strings.TrimSpace(part.Text) != "":
				return false
			}
		}
		return numbers == 1
	})
}

// named reports whether the path, or the variable that holds it, is called a
// pid file.
func (j *judge) named(e *effects.Effect) bool {
	if !e.Object.HasPath() || place.MayBe(e.Object.Path, place.Kernel, j.res.GOOS) {
		return false
	}
	for _, text := range e.Object.Path.Literals() {
		if strings.HasSuffix(text, ".pid") || strings.HasSuffix(text, "pidfile") {
			return true
		}
	}
	return e.PathArg != nil && slices.ContainsFunc(j.res.Data(e.PathArg).Names, func(name string) bool {
		words := secret.Words(name)
		return (slices.Contains(words, "pid") || slices.Contains(words, "pidfile")) && !slices.Contains(words, "dir")
	})
}

// race reports a pid file that is written after a look at whether another
// instance runs.
func (j *judge) race(f *effects.Func, e *effects.Effect) {
	if e.Exclusive() || len(e.Via) > 1 || len(f.Of(api.Lock)) > 0 {
		return
	}
	look := lookBefore(f, e)
	if look == nil {
		return
	}
	j.res.Report(j.r, e, report.Finding{
		Kind: race, Level: report.Warning,
		Message: fmt.Sprintf("line %d looks whether another instance runs and this writes the pid file: two that start at once both find nothing and both go on; hold a lock on the file, or create it with O_EXCL", j.res.Line(look)),
		Related: []analysis.RelatedInformation{j.res.Related(look, "the other instance is looked for here")},
		Fixes:   j.helper(e),
	})
}

// lookBefore returns what the function does before e to find out whether
// another instance runs.
func lookBefore(f *effects.Func, e *effects.Effect) *effects.Effect {
	for _, look := range f.Of(api.Stat, api.Open, api.Kill) {
		if !f.Leads(look, e) || look.Deferred || len(look.Via) > 1 || look.Instr == e.Instr && !e.Own() {
			continue
		}
		if probes(look) || value.Same(look.Object.Path, e.Object.Path) == value.Yes {
			return look
		}
	}
	return nil
}

// probes reports whether the effect sends signal 0, which only asks whether the
// process lives.
func probes(e *effects.Effect) bool {
	signal, ok := e.Value.Known(0xffffffff)
	return e.Kind == api.Kill && e.Row != nil && e.Row.Value != 0 && ok && signal == 0
}

// writable reports a pid file that others may write.
func (j *judge) writable(e *effects.Effect) {
	if !e.Mode.Has(othersWrite) || !e.Speaks(effects.BoundMode|effects.BoundPath) {
		return
	}
	asked := e.Kind == api.Chmod || e.Row != nil && e.Row.Mode != 0
	if !asked && !j.res.Program.ClearsUmask() {
		return // the umask takes it
	}
	j.res.Report(j.r, e, report.Finding{
		Kind: writable, Level: report.Error,
		Message: fmt.Sprintf("the pid file gets mode %#o: whoever can write it chooses which process is killed when the daemon is stopped; use 0644", e.Mode.Ones&0o777),
		Fixes:   j.ownerOnly(e),
	})
}

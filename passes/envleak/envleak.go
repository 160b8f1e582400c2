package envleak

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/inspect"

	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/internal/value"
	"github.com/permvet/permvet/passes/effects"
)

//go:embed doc.go
var docGo string

// The kinds of finding.
var (
	envExposed   = report.Kind{ID: "env-exposed", Level: report.Error, CWE: "CWE-526", Since: "0.1", Summary: "the environment, or a secret from it, leaves the process"}
	lessTrusted  = report.Kind{ID: "env-to-less-trusted-child", Level: report.Warning, CWE: "CWE-526", Since: "0.1", Summary: "a program that is trusted less inherits the whole environment"}
	envSnapshot  = report.Kind{ID: "env-snapshot", Level: report.Warning, CWE: "CWE-526", Since: "0.1", Summary: "a package variable hands on a copy of the environment"}
	envFilterNil = report.Kind{ID: "env-filter-nil", Level: report.Warning, CWE: "CWE-526", Since: "0.1", Summary: "a filter that finds nothing gives the child everything"}
	envAliased   = report.Kind{ID: "env-aliased", Level: report.Warning, CWE: "CWE-668", Since: "0.1", Summary: "an environment that others share is changed in place"}
	envTemplate  = report.Kind{ID: "env-template", Level: report.Warning, CWE: "CWE-526", Since: "0.1", Summary: "templates can read the environment"}
	secretSetenv = report.Kind{ID: "secret-setenv", Level: report.Warning, CWE: "CWE-526", Since: "0.1", Summary: "a secret is put into the environment of every later child"}
	secretArgv   = report.Kind{ID: "secret-argv", Level: report.Warning, CWE: "CWE-214", Since: "0.1", Summary: "a secret stands on a command line"}
	cgiInherits  = report.Kind{ID: "cgi-inherits", Level: report.Warning, CWE: "CWE-526", Since: "0.1", Summary: "CGI scripts inherit secrets"}
)

// Kinds are what the check can find.
var Kinds = []report.Kind{
	envExposed, lessTrusted, envSnapshot, envFilterNil, envAliased, envTemplate, secretSetenv,
	secretArgv, cgiInherits,
}

// Analyzer is the check.
var Analyzer = report.NewCheck(report.Check{
	Name: "envleak", Doc: docGo, Kinds: Kinds,
	Requires: []*analysis.Analyzer{effects.Analyzer, inspect.Analyzer},
	Run:      run,
})

// A judge looks at the functions of one package.
type judge struct {
	pass    *analysis.Pass
	r       *report.Reporter
	res     *effects.Result
	structs *effects.Structs
	server  value.Tri // whether the package answers requests, once it was asked
}

func run(pass *analysis.Pass, r *report.Reporter) error {
	res := pass.ResultOf[effects.Analyzer].(*effects.Result)
	j := &judge{pass: pass, r: r, res: res, structs: res.Structs()}
	for _, f := range res.Funcs {
		j.exposed(f)
		j.children(f)
		j.templates(f)
		j.secrets(f)
	}
	j.guests()
	j.filters()
	j.handlers()
	j.snapshots()
	j.aliased()
	return nil
}

// report adds the range of e's call. Tests may do what they like with their
// environment, unless it is an error.
func (j *judge) report(e *effects.Effect, f report.Finding) {
	f.Pos, f.End = j.res.Span(e)
	j.reportAt(f)
}

func (j *judge) reportAt(f report.Finding) {
	if f.Level == report.Error || !j.r.InTest(f.Pos) {
		j.r.Report(f)
	}
}

// via points to the body of the callee in which an effect happens.
func via(e *effects.Effect) []analysis.RelatedInformation {
	if !e.Inner.IsValid() {
		return nil
	}
	return []analysis.RelatedInformation{{Pos: e.Inner, Message: "it happens here"}}
}

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

const (
	envExposed   = "env-exposed"
	lessTrusted  = "env-to-less-trusted-child"
	envSnapshot  = "env-snapshot"
	envFilterNil = "env-filter-nil"
	envAliased   = "env-aliased"
	envTemplate  = "env-template"
	secretSetenv = "secret-setenv"
	secretArgv   = "secret-argv"
	cgiInherits  = "cgi-inherits"
)

// Kinds are the kinds of finding of this check.
var Kinds = []report.Kind{
	{ID: envExposed, Level: report.Error, CWE: "CWE-526", Summary: "the environment, or a secret from it, leaves the process"},
	{ID: lessTrusted, Level: report.Warning, CWE: "CWE-526", Summary: "a program that is trusted less gets the whole environment"},
	{ID: envSnapshot, Level: report.Warning, CWE: "CWE-526", Summary: "a package variable hands on a copy of the environment"},
	{ID: envFilterNil, Level: report.Warning, CWE: "CWE-526", Summary: "a filter that finds nothing gives the child everything"},
	{ID: envAliased, Level: report.Warning, CWE: "CWE-668", Summary: "an environment that others share is changed in place"},
	{ID: envTemplate, Level: report.Warning, CWE: "CWE-526", Summary: "templates can read the environment"},
	{ID: secretSetenv, Level: report.Warning, CWE: "CWE-526", Summary: "a secret is put into the environment of every later child"},
	{ID: secretArgv, Level: report.Warning, CWE: "CWE-214", Summary: "a secret stands on a command line"},
	{ID: cgiInherits, Level: report.Warning, CWE: "CWE-526", Summary: "CGI scripts inherit secrets"},
}

// Analyzer is the check.
var Analyzer = &analysis.Analyzer{
	Name:       "envleak",
	Doc:        report.Doc(docGo, "envleak"),
	URL:        "https://github.com/permvet/permvet/blob/main/docs/checks/envleak.md",
	Requires:   []*analysis.Analyzer{report.Analyzer, effects.Analyzer, inspect.Analyzer},
	ResultType: report.ResultType,
	Run:        report.Run("envleak", run),
}

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

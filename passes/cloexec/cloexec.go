package cloexec

import (
	_ "embed"
	"go/token"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/inspect"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/passes/effects"
)

//go:embed doc.go
var docGo string

const (
	missing     = "missing-cloexec"
	race        = "cloexec-race"
	wrong       = "wrong-cloexec-constant"
	cleared     = "cleared-cloexec"
	rights      = "rights-without-cloexec"
	inherited   = "inherited-not-marked"
	inheritable = "windows-inheritable"
)

// Kinds are the kinds of finding of this check.
var Kinds = []report.Kind{
	{ID: missing, Level: report.Warning, CWE: "CWE-403", Summary: "a descriptor is made without close-on-exec: children inherit it"},
	{ID: race, Level: report.Warning, CWE: "CWE-362", Summary: "close-on-exec is set after the descriptor was made: a child started in between inherits it"},
	{ID: wrong, Level: report.Error, CWE: "CWE-403", Summary: "the constant given does not mean close-on-exec in this call"},
	{ID: cleared, Level: report.Warning, CWE: "CWE-403", Summary: "close-on-exec is cleared with no exec behind it: every child inherits the descriptor"},
	{ID: rights, Level: report.Warning, CWE: "CWE-403", Summary: "descriptors are received from another process without close-on-exec"},
	{ID: inherited, Level: report.Warning, CWE: "CWE-403", Summary: "an inherited descriptor is used without setting close-on-exec: it goes on to children"},
	{ID: inheritable, Level: report.Warning, CWE: "CWE-403", Summary: "a Windows handle is made inheritable"},
}

// Analyzer is the check.
var Analyzer = &analysis.Analyzer{
	Name:       "cloexec",
	Doc:        report.Doc(docGo, "cloexec"),
	URL:        "https://github.com/permvet/permvet/blob/main/docs/checks/cloexec.md",
	Requires:   []*analysis.Analyzer{report.Analyzer, effects.Analyzer, inspect.Analyzer},
	ResultType: report.ResultType,
	Run:        report.Run("cloexec", run),
}

// A judge looks at the functions of one package.
type judge struct {
	pass *analysis.Pass
	r    *report.Reporter
	res  *effects.Result
	// flags are the names of constants that mean close-on-exec somewhere.
	flags map[string]bool
}

func run(pass *analysis.Pass, r *report.Reporter) error {
	j := &judge{pass: pass, r: r, res: pass.ResultOf[effects.Analyzer].(*effects.Result), flags: api.CloseOnExecFlags()}
	for _, f := range j.res.Funcs {
		for _, e := range f.Effects {
			if e.Pos().IsValid() {
				j.effect(f, e)
			}
		}
	}
	return nil
}

func (j *judge) effect(f *effects.Func, e *effects.Effect) {
	if j.wrongConstant(e) || j.r.InTest(e.Pos()) {
		return
	}
	switch e.Kind {
	case api.NewFD:
		if e.FD != nil && e.Speaks(effects.BoundFlags) {
			j.made(f, e)
		}
	case api.ClearFD:
		j.cleared(f, e)
	case api.Receive:
		j.received(f, e)
	case api.Adopt:
		j.adopted(f, e)
	}
}

// report hands a finding about an effect on.
func (j *judge) report(kind string, level report.Level, e *effects.Effect, message string, related []analysis.RelatedInformation, fixes []analysis.SuggestedFix) {
	pos, end := j.res.Span(e)
	j.r.Report(report.Finding{Kind: kind, Level: level, Pos: pos, End: end, Message: message, Related: related, Fixes: fixes})
}

// spawns reports whether a child is started by this package or by what it
// imports.
func (j *judge) spawns() bool { return j.res.Program.MaySpawn() }

// never reports whether the whole program is known and starts no child.
func (j *judge) never() bool { return !j.spawns() && j.pass.Pkg.Name() == "main" }

// level lowers a warning in a program that never starts a child.
func (j *judge) level() report.Level {
	if j.never() {
		return report.Note
	}
	return report.Warning
}

// spawnPlace points at a place where a child is started, the nearest that is
// known: in the function, in the package, in what it imports.
func (j *judge) spawnPlace(near *effects.Effect) []analysis.RelatedInformation {
	at := func(pos token.Pos) []analysis.RelatedInformation {
		return []analysis.RelatedInformation{{Pos: pos, Message: "a child is started here"}}
	}
	if near != nil {
		return at(near.Pos())
	}
	for _, f := range j.res.Funcs {
		for _, e := range f.Of(api.Spawn, api.Exec) {
			if e.Own() && e.Pos().IsValid() {
				return at(e.Pos())
			}
		}
	}
	for _, site := range slices.Concat(j.res.Program.Spawns, j.res.Program.PackageSummary.Execs) {
		if pos := j.res.SitePos(site); pos.IsValid() {
			return at(pos)
		}
	}
	return nil
}

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

// The kinds of finding.
var (
	missing     = report.Kind{ID: "missing-cloexec", Level: report.Warning, CWE: "CWE-403", Since: "0.1", Summary: "a descriptor is made without close-on-exec: children inherit it"}
	race        = report.Kind{ID: "cloexec-race", Level: report.Warning, CWE: "CWE-362", Since: "0.1", Summary: "close-on-exec is set after the descriptor was made: a child started in between inherits it"}
	wrong       = report.Kind{ID: "wrong-cloexec-constant", Level: report.Error, CWE: "CWE-403", Since: "0.1", Summary: "the constant given does not mean close-on-exec in this call"}
	cleared     = report.Kind{ID: "cleared-cloexec", Level: report.Warning, CWE: "CWE-403", Since: "0.1", Summary: "close-on-exec is cleared with no exec behind it: every child inherits the descriptor"}
	rights      = report.Kind{ID: "rights-without-cloexec", Level: report.Warning, CWE: "CWE-403", Since: "0.1", Summary: "descriptors are received from another process without close-on-exec"}
	inherited   = report.Kind{ID: "inherited-not-marked", Level: report.Warning, CWE: "CWE-403", Since: "0.1", Summary: "an inherited descriptor is used without setting close-on-exec: it goes on to children"}
	inheritable = report.Kind{ID: "windows-inheritable", Level: report.Warning, CWE: "CWE-403", Since: "0.1", Summary: "a Windows handle is made inheritable"}
)

// Kinds are what the check can find.
var Kinds = []report.Kind{
	missing, race, wrong, cleared, rights, inherited, inheritable,
}

// Analyzer is the check.
var Analyzer = report.NewCheck(report.Check{
	Name: "cloexec", Doc: docGo, Kinds: Kinds,
	Requires: []*analysis.Analyzer{effects.Analyzer, inspect.Analyzer},
	Run:      run,
})

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
func (j *judge) report(kind report.Kind, level report.Level, e *effects.Effect, message string, related []analysis.RelatedInformation, fixes []analysis.SuggestedFix) {
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

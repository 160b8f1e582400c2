package filemode

import (
	"go/token"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/inspect"

	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/passes/effects"
)

// Kinds are what the check can find.
var Kinds = []report.Kind{
	{ID: "world-writable", Level: report.Warning, CWE: "CWE-732", Summary: "any user can write to the object, or only the umask is in the way"},
}

// Analyzer finds modes that are wider than the object needs, or that are not
// what their writer thinks.
var Analyzer = &analysis.Analyzer{
	Name:       "filemode",
	Doc:        doc,
	URL:        "https://github.com/permvet/permvet/blob/main/docs/checks/filemode.md",
	Requires:   []*analysis.Analyzer{report.Analyzer, effects.Analyzer, inspect.Analyzer},
	ResultType: report.ResultType,
	Run:        report.Run("filemode", run),
}

const doc = `filemode: modes wider than, or different from, what the object needs

The permission bits with which files and directories are created, or to which
they are changed, decide who can read and write them.`

// A rule judges one effect and reports whether it had something to say. It is
// asked where one of the values that it looks at became certain.
type rule struct {
	bound effects.Bound
	judge func(*judge, *site) bool
}

// rules are tried in order: the first that speaks about an effect is the last.
var rules = []rule{
	{effects.BoundMode | effects.BoundFlags, (*judge).worldWritable},
}

// A judge holds what is known of the package under judgment.
type judge struct {
	pass *analysis.Pass
	r    *report.Reporter
	res  *effects.Result
	dirs *privateDirs
	only map[*token.File]bool // files that only Windows or Plan 9 build
}

// A site is one effect under judgment.
type site struct {
	*effects.Effect
	f        *effects.Func
	pos, end token.Pos
}

func run(pass *analysis.Pass, r *report.Reporter) error {
	j := &judge{
		pass: pass, r: r,
		res:  pass.ResultOf[effects.Analyzer].(*effects.Result),
		only: make(map[*token.File]bool),
	}
	for _, f := range j.res.Funcs {
		for _, e := range f.Effects {
			j.effect(f, e)
		}
	}
	return nil
}

func (j *judge) effect(f *effects.Func, e *effects.Effect) {
	if !touchesMode(e) {
		return
	}
	s := &site{Effect: e, f: f}
	s.pos, s.end = j.res.Span(e)
	if !s.pos.IsValid() || j.modesMeanNothing(s.pos) {
		return
	}
	for _, r := range rules {
		if e.Speaks(r.bound) && r.judge(j, s) {
			return
		}
	}
}

// report hands a finding about a site to the reporter. Tests and what serves
// them are held to errors only.
func (j *judge) report(s *site, kind string, level report.Level, message string, fixes ...analysis.SuggestedFix) {
	related := j.inside(s)
	j.reportAt(report.Finding{Kind: kind, Level: level, Pos: s.pos, End: s.end, Message: message, Related: related, Fixes: fixes})
}

func (j *judge) reportAt(f report.Finding) {
	if f.Level != report.Error && j.r.InTest(f.Pos) {
		return
	}
	j.r.Report(f)
}

// inside points at the place in a callee's body where the effect happens.
func (j *judge) inside(s *site) []analysis.RelatedInformation {
	if s.Own() || !s.Inner.IsValid() {
		return nil
	}
	return []analysis.RelatedInformation{{Pos: s.Inner, Message: "the mode is applied here"}}
}

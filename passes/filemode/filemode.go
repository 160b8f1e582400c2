package filemode

import (
	_ "embed" // for doc.go
	"go/ast"
	"go/token"
	"go/types"

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
	worldWritable      = report.Kind{ID: "world-writable", Level: report.Warning, CWE: "CWE-732", Since: "0.1", Summary: "any user can write to the object, or only the umask is in the way"}
	dirWithoutSearch   = report.Kind{ID: "dir-without-search", Level: report.Error, CWE: "CWE-732", Since: "0.1", Summary: "a directory that cannot be entered for want of x"}
	modeMissing        = report.Kind{ID: "mode-missing", Level: report.Error, CWE: "CWE-732", Since: "0.1", Summary: "a file is created without any permission"}
	modeCompare        = report.Kind{ID: "mode-compare", Level: report.Error, CWE: "CWE-697", Since: "0.1", Summary: "permission bits are compared as numbers"}
	modeEncoding       = report.Kind{ID: "mode-encoding", Level: report.Error, CWE: "CWE-732", Since: "0.1", Summary: "Go's modes and the kernel's are mixed"}
	lostSpecialBits    = report.Kind{ID: "lost-special-bits", Level: report.Error, CWE: "CWE-732", Since: "0.1", Summary: "numeric setuid, setgid or sticky bits that Go drops"}
	decimalMode        = report.Kind{ID: "decimal-mode", Level: report.Error, CWE: "CWE-732", Since: "0.1", Summary: "a mode is written without the octal prefix"}
	secretReadable     = report.Kind{ID: "secret-readable", Level: report.Error, CWE: "CWE-732", Since: "0.1", Summary: "others than its owner can read a secret"}
	listableSecretDir  = report.Kind{ID: "secret-dir", Level: report.Note, CWE: "CWE-732", Since: "0.1", Summary: "others can list a directory for secrets"}
	openStateDir       = report.Kind{ID: "state-dir", Level: report.Note, CWE: "CWE-732", Since: "0.1", Summary: "others can list or traverse a directory for a daemon's private state"}
	parentsGetLeafMode = report.Kind{ID: "parents-get-leaf-mode", Level: report.Note, CWE: "CWE-732", Since: "0.1", Summary: "missing parents get the special mode of the last directory"}
	libraryDefaultMode = report.Kind{ID: "library-default-mode", Level: report.Warning, CWE: "CWE-276", Since: "0.1", Summary: "a library creates with a wide mode unless it is told otherwise"}
	windowsNoEffect    = report.Kind{ID: "windows-no-effect", Level: report.Note, CWE: "CWE-732", Since: "0.1", Summary: "a private mode protects nothing on Windows"}
	modeUnused         = report.Kind{ID: "mode-unused", Level: report.Note, Since: "0.1", Summary: "the mode of an open that creates nothing"}
	groupWritable      = report.Kind{ID: "group-writable", Level: report.Note, CWE: "CWE-732", Since: "0.1", Summary: "the group can write to a new object"}
	otherExec          = report.Kind{ID: "other-exec", Level: report.Note, CWE: "CWE-732", Since: "0.1", Summary: "every user can execute a new file"}
	strictThreshold    = report.Kind{ID: "strict-threshold", Level: report.Note, CWE: "CWE-732", Since: "0.1", Summary: "a file wider than 0600 or a directory wider than 0750"}
)

// Kinds are what the check can find.
var Kinds = []report.Kind{
	worldWritable, dirWithoutSearch, modeMissing, modeCompare, modeEncoding, lostSpecialBits,
	decimalMode, secretReadable, listableSecretDir, openStateDir, parentsGetLeafMode,
	libraryDefaultMode, windowsNoEffect, modeUnused, groupWritable, otherExec, strictThreshold,
}

// Analyzer finds modes that are wider than the object needs, or that are not
// what their writer thinks.
var Analyzer = report.NewCheck(report.Check{
	Name: "filemode", Doc: docGo, Kinds: Kinds,
	Requires: []*analysis.Analyzer{effects.Analyzer, inspect.Analyzer},
	Run:      run,
})

// A rule judges one effect and reports whether it had something to say. It is
// asked where one of the values that it looks at became certain.
type rule struct {
	bound effects.Bound
	judge func(*judge, *site) bool
}

// rules are tried in order: the first that speaks about an effect is the last.
var rules = []rule{
	{effects.BoundMode, (*judge).decimalMode},
	{effects.BoundMode, (*judge).lostSpecial},
	{effects.BoundMode, (*judge).wrongEncoding},
	{effects.BoundMode | effects.BoundFlags, (*judge).modeMissing},
	{effects.BoundMode, (*judge).withoutSearch},
	{effects.BoundMode | effects.BoundFlags, (*judge).libraryDefault},
	{effects.BoundMode | effects.BoundFlags, (*judge).worldWritable},
	{effects.BoundMode | effects.BoundFlags | effects.BoundPath | effects.BoundData, (*judge).secretReadable},
	{effects.BoundMode | effects.BoundPath, (*judge).stateDir},
	{effects.BoundMode | effects.BoundPath, (*judge).secretDir},
	{effects.BoundMode, (*judge).parentsGetLeafMode},
	{effects.BoundMode | effects.BoundFlags, (*judge).modeUnused},
	{effects.BoundMode | effects.BoundFlags, (*judge).strict},
}

// A judge holds what is known of the package under judgment.
type judge struct {
	pass *analysis.Pass
	r    *report.Reporter
	res  *effects.Result
	only map[*token.File]bool // files that only Windows or Plan 9 build

	consts map[*types.Const]ast.Expr
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
	j.decimalModes()
	j.comparisons()
	j.rawCasts()
	return nil
}

func (j *judge) effect(f *effects.Func, e *effects.Effect) {
	if e.Kind == api.Command {
		j.chmodCommand(f, e)
	}
	if !touchesMode(e) {
		return
	}
	s := &site{Effect: e, f: f}
	s.pos, s.end = j.res.Span(e)
	switch {
	case !s.pos.IsValid():
		return
	case j.modesMeanNothing(s.pos):
		j.windowsNoEffect(s)
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
func (j *judge) report(s *site, kind report.Kind, level report.Level, message string, fixes ...analysis.SuggestedFix) {
	j.reportAt(j.finding(s, kind, level, message, fixes...))
}

// finding makes a finding about a site.
func (j *judge) finding(s *site, kind report.Kind, level report.Level, message string, fixes ...analysis.SuggestedFix) report.Finding {
	f := report.Finding{Kind: kind, Level: level, Pos: s.pos, End: s.end, Message: message, Fixes: fixes}
	f.Related = j.res.Inside(s.Effect, "the mode is applied here")
	if s.Bound&(effects.BoundMode|effects.BoundFlags) == 0 {
		f.Cause = j.res.InnerPos(s.Effect)
	}
	return f
}

func (j *judge) reportAt(f report.Finding) {
	// Tests lock directories and open keys to see that this is refused.
	meant := f.Kind == dirWithoutSearch || f.Kind == secretReadable || f.Kind == modeMissing
	if j.r.InTest(f.Pos) && (f.Level != report.Error || meant) {
		return
	}
	j.r.Report(f)
}

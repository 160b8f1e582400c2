package archivemode

import (
	_ "embed"
	"fmt"
	"go/ast"

	"golang.org/x/tools/go/analysis"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/fix"
	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/internal/value"
	"github.com/permvet/permvet/passes/effects"
)

//go:embed doc.go
var docGo string

// The kinds of finding.
var (
	archiveMode = report.Kind{ID: "archive-mode", Level: report.Warning, CWE: "CWE-281", Since: "0.1", Summary: "a mode from an archive's header is used without a mask"}
	worldEntry  = report.Kind{ID: "world-writable-entry", Level: report.Warning, CWE: "CWE-732", Since: "0.1", Summary: "what goes into an archive is for everybody to write"}
)

// Kinds are what the check can find.
var Kinds = []report.Kind{
	archiveMode, worldEntry,
}

// Analyzer is the check.
var Analyzer = report.NewCheck(report.Check{
	Name: "archivemode", Doc: docGo, Kinds: Kinds, Systems: report.Unix,
	Requires: []*analysis.Analyzer{effects.Analyzer},
	Run:      run,
})

// special are the set-user-id, set-group-id and sticky bits, in the encoding of
// os.FileMode and in the kernel's.
const special = 1<<23 | 1<<22 | 1<<20 | 0o7000

func run(pass *analysis.Pass, r *report.Reporter) error {
	res := pass.ResultOf[effects.Analyzer].(*effects.Result)
	level := report.Warning
	if restoresOwners(res) {
		level = report.Note
	}
	for _, f := range res.Funcs {
		for _, e := range f.Of(api.Create, api.Chmod) {
			if e.Kind == api.Create && !e.Makes() || !e.Speaks(effects.BoundMode) || r.InTest(e.Pos()) {
				continue
			}
			if e.Mode.Tags&value.FromHeader == 0 || e.Mode.Lacks(special) {
				continue
			}
			res.Report(r, e, report.Finding{
				Kind: archiveMode, Level: level, Message: message(e), Fixes: mask(res, e),
				Cause: f.Fn.Pos(), Again: "and here",
			})
		}
	}
	entries(res, r)
	return nil
}

// restoresOwners reports whether the package gives objects away, as an
// extractor does that is meant to reproduce the archive.
func restoresOwners(res *effects.Result) bool {
	for _, f := range res.Funcs {
		if len(f.Of(api.Chown)) > 0 {
			return true
		}
	}
	return false
}

func message(e *effects.Effect) string {
	what := "the object"
	switch e.What {
	case api.File, api.TempFile:
		what = "the file"
	case api.Dir, api.TempDir:
		what = "the directory"
	}
	return fmt.Sprintf("file mode taken from the archive header without a mask: a malicious archive can make %s setuid or world-writable; mask it with 0o755", what)
}

// mask adds "& 0o755" to the argument: it clears what nobody should choose from
// outside, and keeps programs executable and directories searchable.
func mask(res *effects.Result, e *effects.Effect) []analysis.SuggestedFix {
	call := res.CallExpr(e)
	if !e.Own() || call == nil || e.Row.Mode <= 0 || int(e.Row.Mode) > len(call.Args) || e.Row.RawMode {
		return nil
	}
	arg := call.Args[e.Row.Mode-1]
	var edits []analysis.TextEdit
	switch ast.Unparen(arg).(type) {
	case *ast.CallExpr, *ast.Ident, *ast.SelectorExpr:
		edits = fix.Insert(arg.End(), "&0o755")
	default:
		edits = append(fix.Insert(arg.Pos(), "("), fix.Insert(arg.End(), ")&0o755")...)
	}
	return []analysis.SuggestedFix{{Message: "Mask the mode with 0o755", TextEdits: edits}}
}

package ignore

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/permvet/permvet/internal/report"
)

//go:embed doc.go
var docGo string

// The kinds of finding. The last is reported by the check that the comment
// names.
var (
	missingReason = report.Kind{ID: "missing-reason", Level: report.Warning, Since: "0.1", Summary: "a suppression without a reason suppresses nothing"}
	malformed     = report.Kind{ID: "malformed", Level: report.Warning, Since: "0.1", Summary: "a comment looks like a suppression but is none"}
	unknownCheck  = report.Kind{ID: "unknown-check", Level: report.Note, Since: "0.1", Summary: "a suppression names a check that does not exist"}
	unused        = report.Kind{ID: report.UnusedIgnore, Level: report.Note, Since: "0.1", Summary: "a suppression suppresses nothing"}
)

// Kinds are what the check can find.
var Kinds = []report.Kind{missingReason, malformed, unknownCheck, unused}

// New returns the analyzer for a suite with the given checks.
func New(checks ...string) *analysis.Analyzer {
	return report.NewCheck(report.Check{
		Name: "ignore", Doc: docGo, Kinds: Kinds,
		Run: func(_ *analysis.Pass, r *report.Reporter) error {
			for _, d := range r.Info().Directives() {
				judge(r, d, checks)
			}
			return nil
		},
	})
}

func judge(r *report.Reporter, d *report.Directive, checks []string) {
	f := report.Finding{Pos: d.Pos, End: d.End}
	switch d.Problem {
	case report.MissingReason:
		f.Kind, f.Message = missingReason, "permvet:ignore needs a reason after "+strings.Join(d.Names, ",")
	case report.MissingCheck:
		f.Kind, f.Message = malformed, "permvet:ignore needs the name of a check and a reason, as in //permvet:ignore filemode the directory is private"
	case report.SpaceBefore:
		f.Kind, f.Message = malformed, "directive has no effect: remove the space after //"
	case report.Fine:
		for _, name := range d.Names {
			check, _, _ := strings.Cut(name, "/")
			if check != "ignore" && !slices.Contains(checks, check) {
				f.Kind = unknownCheck
				f.Message = fmt.Sprintf("there is no check %q: nothing is suppressed", check)
				r.Report(f)
			}
		}
		return
	}
	r.Report(f)
}

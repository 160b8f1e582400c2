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

// Kinds are what the check can find. The last is reported by the check that
// the comment names.
var Kinds = []report.Kind{
	{ID: "missing-reason", Level: report.Warning, Summary: "a suppression without a reason suppresses nothing"},
	{ID: "malformed", Level: report.Warning, Summary: "a comment looks like a suppression but is none"},
	{ID: "unknown-check", Level: report.Note, Summary: "a suppression names a check that does not exist"},
	{ID: report.UnusedIgnore, Level: report.Note, Summary: "a suppression suppresses nothing"},
}

// New returns the analyzer for a suite with the given checks.
func New(checks ...string) *analysis.Analyzer {
	return &analysis.Analyzer{
		Name:       "ignore",
		Doc:        report.Doc(docGo, "ignore"),
		URL:        "https://github.com/permvet/permvet/blob/main/docs/checks/ignore.md",
		Requires:   []*analysis.Analyzer{report.Analyzer},
		ResultType: report.ResultType,
		Run: report.Run("ignore", func(pass *analysis.Pass, r *report.Reporter) error {
			for _, d := range r.Info().Directives() {
				judge(r, d, checks)
			}
			return nil
		}),
	}
}

func judge(r *report.Reporter, d *report.Directive, checks []string) {
	f := report.Finding{Pos: d.Pos, End: d.End, Level: report.Warning}
	switch d.Problem {
	case report.MissingReason:
		f.Kind, f.Message = "missing-reason", "permvet:ignore needs a reason after "+strings.Join(d.Names, ",")
	case report.MissingCheck:
		f.Kind, f.Message = "malformed", "permvet:ignore needs the name of a check and a reason, as in //permvet:ignore filemode the directory is private"
	case report.SpaceBefore:
		f.Kind, f.Message = "malformed", "a comment with a space is no suppression: write //permvet:ignore"
	case report.Fine:
		for _, name := range d.Names {
			check, _, _ := strings.Cut(name, "/")
			if check != "ignore" && !slices.Contains(checks, check) {
				f.Kind, f.Level = "unknown-check", report.Note
				f.Message = fmt.Sprintf("there is no check %q: nothing is suppressed", check)
				r.Report(f)
			}
		}
		return
	}
	r.Report(f)
}

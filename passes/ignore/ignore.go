package ignore

import (
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/permvet/permvet/internal/meta"
	"github.com/permvet/permvet/internal/report"
)

//go:embed doc.go
var docGo string

// The kinds of finding. The last is reported by the check that the comment
// names.
var (
	missingReason = report.Kind{ID: "missing-reason", Level: report.Warning, Since: "0.1", Summary: "a suppression without a reason suppresses nothing"}
	malformed     = report.Kind{ID: "malformed", Level: report.Warning, Since: "0.1", Summary: "a comment looks like a suppression but is none"}
	unknownCheck  = report.Kind{ID: "unknown-check", Level: report.Warning, Since: "0.1", Summary: "a suppression names a check or kind that does not exist"}
	unused        = report.Kind{ID: report.UnusedIgnore, Level: report.Note, Since: "0.1", Summary: "a suppression suppresses nothing"}
)

// Kinds are what the check can find.
var Kinds = []report.Kind{missingReason, malformed, unknownCheck, unused}

// New returns the analyzer for a suite with the given kinds of findings, by check.
func New(kinds map[string][]string) *analysis.Analyzer {
	return report.NewCheck(report.Check{
		Name: "ignore", Doc: docGo, Kinds: Kinds,
		Run: func(_ *analysis.Pass, r *report.Reporter) error {
			for _, d := range r.Info().Directives() {
				judge(r, d, kinds)
			}
			return nil
		},
	})
}

func judge(r *report.Reporter, d *report.Directive, kinds map[string][]string) {
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
			if why := unknown(kinds, name); why != "" {
				f.Kind, f.Message = unknownCheck, why+": nothing is suppressed"
				r.Report(f)
			}
		}
		return
	}
	r.Report(f)
}

// unknown says what is wrong with a name in a directive; it is empty if nothing is.
func unknown(kinds map[string][]string, name string) string {
	check, kind, hasKind := strings.Cut(name, "/")
	own, known := kinds[check]
	switch {
	case known && (!hasKind || slices.Contains(own, kind)):
		return ""
	case known:
		return fmt.Sprintf("%s has no kind %q%s", check, kind, meta.DidYouMean(kind, own))
	}
	checks := slices.Sorted(maps.Keys(kinds))
	for _, c := range checks { // the kind is what people copy from the output
		if slices.Contains(kinds[c], name) {
			return fmt.Sprintf("%q is a kind, not a check; write %s/%s", name, c, name)
		}
	}
	return fmt.Sprintf("there is no check %q%s", check, meta.DidYouMean(check, checks))
}

// Package collect lets one analyzer report what others find, for hosts that give an analyzer one name or severity.
package collect

import (
	"reflect"

	"golang.org/x/tools/go/analysis"

	"github.com/permvet/permvet/internal/meta"
	"github.com/permvet/permvet/internal/report"
)

// A Finding is a diagnostic with the level of its check.
type Finding struct {
	Level meta.Level
	analysis.Diagnostic
}

// Quiet returns a copy of a check that reports nothing and has its findings, a []Finding, as the result. When the check
// fails, failed decides: where it returns nil, there are no findings of this check and the others go on.
func Quiet(check *analysis.Analyzer, failed func(error) error) *analysis.Analyzer {
	quiet := *check
	quiet.ResultType = reflect.TypeFor[[]Finding]()
	quiet.Run = func(pass *analysis.Pass) (any, error) {
		var found []Finding
		own := *pass
		own.Analyzer = check
		own.Report = func(d analysis.Diagnostic) { found = append(found, Finding{Diagnostic: d}) }
		result, err := check.Run(&own)
		if err != nil {
			return []Finding(nil), failed(err)
		}
		for i, f := range found {
			found[i].Level, _ = result.(*report.Result).Level(f.Diagnostic)
		}
		return found, nil
	}
	return &quiet
}

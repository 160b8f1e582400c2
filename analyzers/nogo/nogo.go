// Package nogo is the suite as one analyzer, for nogo, the analysis of Bazel's rules_go, which takes packages with a
// variable of the name Analyzer. docs/hosts.md has the recipe.
package nogo

import (
	"cmp"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/permvet/permvet/analyzers"
	"github.com/permvet/permvet/analyzers/collect"
	"github.com/permvet/permvet/internal/settings"
)

// Analyzer reports what all checks find, by the default settings. Messages begin with the level and end with the check
// and kind, as nogo shows neither.
var Analyzer = newAnalyzer()

func newAnalyzer() *analysis.Analyzer {
	all := &analysis.Analyzer{
		Name: "permvet",
		Doc:  "permvet: find what a program gives away to other users and processes",
		URL:  "https://github.com/permvet/permvet",
	}
	suite, err := analyzers.New(settings.Settings{InMessage: true})
	if err != nil {
		panic(err) // the default settings are good
	}
	for _, c := range suite.Checks {
		all.Requires = append(all.Requires, collect.Quiet(c.Analyzer, func(err error) error { return err }))
	}
	all.Run = func(pass *analysis.Pass) (any, error) {
		var found []collect.Finding
		for _, a := range all.Requires {
			found = append(found, pass.ResultOf[a].([]collect.Finding)...)
		}
		slices.SortStableFunc(found, func(a, b collect.Finding) int { return cmp.Compare(a.Pos, b.Pos) })
		for _, f := range found {
			pass.Report(f.Diagnostic)
		}
		return nil, nil
	}
	return all
}

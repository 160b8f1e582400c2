package effects_test

import (
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/permvet/permvet/internal/antest"
	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/passes/effects"
)

// dump reports every effect where it happens, so that tests can state them in
// want comments.
var dump = &analysis.Analyzer{
	Name:     "dump",
	Doc:      "print the effects",
	Requires: []*analysis.Analyzer{effects.Analyzer},
	Run: func(pass *analysis.Pass) (any, error) {
		res := pass.ResultOf[effects.Analyzer].(*effects.Result)
		for _, f := range res.Funcs {
			for _, e := range f.Effects {
				if e.Kind == api.Sink || e.Kind == api.Source {
					continue
				}
				pass.Reportf(e.Pos(), "%s", e)
			}
		}
		return nil, nil
	},
}

func TestEffects(t *testing.T) {
	antest.Run(t, dump, "a", "fields", "lib", "mid", "selfread")
}

func TestFacts(t *testing.T) {
	antest.Run(t, effects.Analyzer, "facts", "vars", "consts")
}

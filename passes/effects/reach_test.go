package effects_test

import (
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/permvet/permvet/internal/antest"
	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/passes/effects"
)

// reach reports who can reach what each creation makes and each chmod changes.
var reach = &analysis.Analyzer{
	Name:     "reach",
	Doc:      "print who can reach an object",
	Requires: []*analysis.Analyzer{effects.Analyzer},
	Run: func(pass *analysis.Pass) (any, error) {
		res := pass.ResultOf[effects.Analyzer].(*effects.Result)
		for _, f := range res.Funcs {
			for _, e := range f.Of(api.Create, api.Chmod) {
				pass.Reportf(e.Pos(), "%s", res.Reach(e))
			}
		}
		return nil, nil
	},
}

func TestReach(t *testing.T) {
	antest.With(antest.GOOS("linux")).Run(t, reach, "reach", "reachmain")
}

package report_test

import (
	"reflect"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/permvet/permvet/internal/antest"
	"github.com/permvet/permvet/internal/report"
)

// knowledge is what a provider knows of a package, without and with its tests.
type knowledge struct {
	name  string
	tests *knowledge
}

func (k *knowledge) WithTests() any {
	if k.tests == nil {
		return nil
	}
	return k.tests
}

// TestTwofold judges a package without its tests, and the tests with all that is known.
func TestTwofold(t *testing.T) {
	provider := &analysis.Analyzer{
		Name: "provider", Doc: "provider: know", ResultType: reflect.TypeFor[*knowledge](),
		Run: func(*analysis.Pass) (any, error) {
			return &knowledge{name: "alone", tests: &knowledge{name: "with tests"}}, nil
		},
	}
	kind := report.Kind{ID: "name", Level: report.Warning}
	check := report.NewCheck(report.Check{
		Name: "toy", Doc: "// # Analyzer toy\n//\n// toy: report what the provider knows\npackage toy\n", Kinds: []report.Kind{kind},
		Requires: []*analysis.Analyzer{provider},
		Run: func(pass *analysis.Pass, r *report.Reporter) error {
			for id, obj := range pass.TypesInfo.Defs {
				if obj != nil {
					known := pass.ResultOf[provider].(*knowledge).name
					r.Report(report.Finding{Kind: kind, Pos: id.Pos(), End: id.End(), Message: id.Name + " " + known})
				}
			}
			return nil
		},
	})
	antest.Run(t, check, "twofold")
}

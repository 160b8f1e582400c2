package effects_test

import (
	"fmt"
	"strings"
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
				pass.Reportf(e.Pos(), "%s", describe(e))
			}
		}
		return nil, nil
	},
}

func describe(e *effects.Effect) string {
	var b strings.Builder
	b.WriteString(e.Act.String())
	if alts := e.Object.Path.Alts; len(alts) > 0 {
		fmt.Fprintf(&b, " one of %s", strings.Trim(fmt.Sprint(alts), "[]"))
	}
	if e.May {
		b.WriteString(" may")
	}
	if e.Deferred {
		b.WriteString(" deferred")
	}
	if e.Async {
		b.WriteString(" async")
	}
	if e.Maybe {
		b.WriteString(" maybe")
	}
	if !e.Own() {
		b.WriteString(" via")
		for _, s := range e.Via {
			b.WriteString(" " + effects.ShortName(s.Func))
		}
	}
	if e.Bound != 0 {
		fmt.Fprintf(&b, " bound %d", e.Bound)
	}
	return b.String()
}

func TestEffects(t *testing.T) {
	antest.Run(t, dump, "a", "fields", "lib", "mid")
}

func TestFacts(t *testing.T) {
	antest.Run(t, effects.Analyzer, "facts", "vars", "consts")
}

package settings

import (
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/permvet/permvet/internal/meta"
)

// Apply gives the settings to the checks: it returns copies of them that have these settings in the place of Analyzer,
// so that checks with different settings can live in one process. Analyzers that others point at are replaced likewise.
// The error is a mistake in the settings.
func (s Settings) Apply(checks []meta.Check, others ...**analysis.Analyzer) ([]meta.Check, *Policy, error) {
	policy, err := s.Compile(checks)
	if err != nil {
		return nil, nil, err
	}
	b := binder{Analyzer: NewAnalyzer(s, checks)}
	bound := slices.Clone(checks)
	for i, c := range bound {
		bound[i].Analyzer, bound[i].Off = b.bind(c.Analyzer), policy.Off(c)
	}
	for _, a := range others {
		*a = b.bind(*a)
	}
	return bound, policy, nil
}

// A binder makes copies of analyzers in which one prerequisite is replaced by another, by original. What does not
// depend on it is not copied, and so is still shared with the analyzers of other suites.
type binder map[*analysis.Analyzer]*analysis.Analyzer

// bind returns the analyzer with all that it requires bound. Its Run still finds the results under the originals.
func (b binder) bind(a *analysis.Analyzer) *analysis.Analyzer {
	if bound := b[a]; bound != nil {
		return bound
	}
	b[a] = a
	requires := make([]*analysis.Analyzer, len(a.Requires))
	for i, req := range a.Requires {
		requires[i] = b.bind(req)
		if requires[i] != req {
			b[a] = new(analysis.Analyzer)
		}
	}
	if b[a] == a {
		return a
	}
	*b[a] = *a
	b[a].Requires = requires
	b[a].Run = func(pass *analysis.Pass) (any, error) {
		own := *pass
		own.Analyzer = a
		own.ResultOf = make(map[*analysis.Analyzer]any, len(requires))
		for i, req := range a.Requires {
			own.ResultOf[req] = pass.ResultOf[requires[i]]
		}
		return a.Run(&own)
	}
	return b[a]
}

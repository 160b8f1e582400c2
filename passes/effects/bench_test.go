package effects_test

import (
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/permvet/permvet/passes/effects"
)

// BenchmarkEffects runs the provider over packages of the standard library
// that do much to files and descriptors. Loading is not measured.
func BenchmarkEffects(b *testing.B) {
	for _, pattern := range []string{"os", "net", "net/http", "cmd/go/internal/modfetch", "cmd/go/internal/work"} {
		b.Run(pattern, func(b *testing.B) {
			pkgs, err := packages.Load(&packages.Config{Mode: packages.LoadAllSyntax}, pattern)
			if err != nil || packages.PrintErrors(pkgs) > 0 {
				b.Skipf("%s does not load here: %v", pattern, err)
			}
			// Dependencies without syntax have no facts to compute: what is
			// measured is the package itself.
			packages.Visit(pkgs, nil, func(p *packages.Package) {
				if p != pkgs[0] {
					p.Syntax = nil
				}
			})
			for b.Loop() {
				g, err := checker.Analyze([]*analysis.Analyzer{effects.Analyzer}, pkgs, nil)
				if err != nil {
					b.Fatal(err)
				}
				for _, act := range g.Roots {
					if act.Err != nil {
						b.Fatal(act.Err)
					}
				}
			}
		})
	}
}

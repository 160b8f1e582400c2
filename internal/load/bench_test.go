package load_test

import (
	"testing"

	"github.com/permvet/permvet/internal/load"
)

// BenchmarkLoad loads programs of the Go distribution with all that they import: with all function bodies, with those
// that matter to a suite that knows package os, and without any.
func BenchmarkLoad(b *testing.B) {
	source := func(path string) bool { return path == "os" }
	for _, pattern := range []string{"net/http", "cmd/go", "cmd/compile/..."} {
		for name, bodies := range map[string]func(*load.Package) bool{
			"all":    func(*load.Package) bool { return true },
			"matter": func(p *load.Package) bool { return p.Bodies },
			"none":   func(*load.Package) bool { return false },
		} {
			b.Run(pattern+"/"+name, func(b *testing.B) {
				for b.Loop() {
					g := mustList(b, load.Config{Source: source}, pattern)
					for _, p := range g.Packages {
						g.Check(p, bodies(p))
						g.Forget(p)
					}
				}
			})
		}
	}
}

package load_test

import (
	"testing"

	"github.com/permvet/permvet/internal/load"
)

// BenchmarkLoad loads programs of the Go distribution with all that they import. "bodies" keeps the function bodies
// of every dependency, "sieved" only those that matter to a suite that knows os.WriteFile.
func BenchmarkLoad(b *testing.B) {
	for _, pattern := range []string{"net/http", "cmd/go", "cmd/compile/..."} {
		for name, cfg := range map[string]load.Config{
			"bodies": {},
			"sieved": {Source: func(path string) bool { return path == "os" }, Effect: hasEffect},
		} {
			b.Run(pattern+"/"+name, func(b *testing.B) {
				for b.Loop() {
					if res := mustLoad(b, cfg, pattern); len(res.Packages) == 0 {
						b.Fatal("nothing was loaded")
					}
				}
			})
		}
	}
}

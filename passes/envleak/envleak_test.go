package envleak_test

import (
	"path/filepath"
	"testing"

	"github.com/permvet/permvet/internal/antest"
	"github.com/permvet/permvet/passes/envleak"
)

func TestExposed(t *testing.T) { antest.Run(t, envleak.Analyzer, "exposed") }

func TestWrappers(t *testing.T) { antest.Run(t, envleak.Analyzer, "lib", "wrapped", "two") }

func TestChildren(t *testing.T) { antest.Run(t, envleak.Analyzer, "child", "cli", "guest", "guestlib") }

func TestFilters(t *testing.T) { antest.Run(t, envleak.Analyzer, "filter") }

func TestAliases(t *testing.T) { antest.Run(t, envleak.Analyzer, "alias") }

// TestSharedDeclaration looks where a finding points to: at the variable that
// another package declares.
func TestSharedDeclaration(t *testing.T) {
	found := 0
	for _, act := range antest.Run(t, envleak.Analyzer, "wrapped") {
		for _, d := range act.Diagnostics {
			if d.Category != "env-aliased" {
				continue
			}
			found++
			if len(d.Related) != 1 {
				t.Fatalf("%s: %d related places, want 1", d.Message, len(d.Related))
			}
			if p := act.Package.Fset.Position(d.Related[0].Pos); filepath.Base(p.Filename) != "lib.go" {
				t.Errorf("%s: declared in %s, want lib.go", d.Message, p)
			}
		}
	}
	if found != 1 {
		t.Errorf("%d findings, want 1", found)
	}
}

func TestSnapshots(t *testing.T) { antest.Run(t, envleak.Analyzer, "snapshot") }

func TestTemplates(t *testing.T) {
	antest.Run(t, envleak.Analyzer, "template", "funcs", "templatetool")
}

func TestSecrets(t *testing.T) { antest.Run(t, envleak.Analyzer, "secrets") }

func TestStrict(t *testing.T) {
	antest.With(antest.Strict()).Run(t, envleak.Analyzer, "strict")
}

func TestFixes(t *testing.T) { antest.RunFixes(t, envleak.Analyzer, "fixes") }

func TestHelpers(t *testing.T) {
	antest.With(antest.Helpers()).RunFixes(t, envleak.Analyzer, "helpers")
}

package envleak_test

import (
	"testing"

	"github.com/permvet/permvet/internal/antest"
	"github.com/permvet/permvet/passes/envleak"
)

func TestExposed(t *testing.T) { antest.Run(t, envleak.Analyzer, "exposed") }

func TestWrappers(t *testing.T) { antest.Run(t, envleak.Analyzer, "lib", "wrapped", "two") }

func TestChildren(t *testing.T) { antest.Run(t, envleak.Analyzer, "child", "guest", "guestlib") }

func TestFilters(t *testing.T) { antest.Run(t, envleak.Analyzer, "filter") }

func TestAliases(t *testing.T) { antest.Run(t, envleak.Analyzer, "alias") }

func TestSnapshots(t *testing.T) { antest.Run(t, envleak.Analyzer, "snapshot") }

func TestTemplates(t *testing.T) { antest.Run(t, envleak.Analyzer, "template", "funcs") }

func TestSecrets(t *testing.T) { antest.Run(t, envleak.Analyzer, "secrets") }

func TestStrict(t *testing.T) {
	antest.With(antest.Strict()).Run(t, envleak.Analyzer, "strict")
}

func TestFixes(t *testing.T) { antest.RunFixes(t, envleak.Analyzer, "fixes") }

func TestHelpers(t *testing.T) {
	antest.With(antest.Helpers()).RunFixes(t, envleak.Analyzer, "helpers")
}

package archivemode_test

import (
	"testing"

	"github.com/permvet/permvet/internal/antest"
	"github.com/permvet/permvet/passes/archivemode"
)

func TestArchiveMode(t *testing.T) {
	antest.Run(t, archivemode.Analyzer, "entries", "lib", "owners")
	antest.With(antest.Strict()).Run(t, archivemode.Analyzer, "a")
}

func TestStrict(t *testing.T) {
	antest.With(antest.Strict()).Run(t, archivemode.Analyzer, "strict")
}

func TestFix(t *testing.T) {
	antest.RunFixes(t, archivemode.Analyzer, "fix")
}

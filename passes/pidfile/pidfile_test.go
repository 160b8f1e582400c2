package pidfile_test

import (
	"testing"

	"github.com/permvet/permvet/internal/antest"
	"github.com/permvet/permvet/passes/pidfile"
)

func TestPIDFile(t *testing.T) {
	antest.Run(t, pidfile.Analyzer, "a", "lib", "locks", "umask")
}

func TestFix(t *testing.T) {
	antest.RunFixes(t, pidfile.Analyzer, "fix")
}

func TestHelpers(t *testing.T) {
	antest.With(antest.Helpers()).RunFixes(t, pidfile.Analyzer, "held", "helpers")
}

package umask_test

import (
	"testing"

	"github.com/permvet/permvet/internal/antest"
	"github.com/permvet/permvet/passes/umask"
)

func TestQuiet(t *testing.T) {
	antest.Run(t, umask.Analyzer, "quiet", "quietmain", "reentry", "launcher", "cmd", "initproc")
}

func TestFound(t *testing.T) {
	antest.Run(t, umask.Analyzer, "found", "server", "chmodstyle", "socket", "confined")
	antest.With(antest.Strict()).Run(t, umask.Analyzer, "alone")
}

func TestInit(t *testing.T) {
	antest.Run(t, umask.Analyzer, "lib", "atinit")
}

func TestAcross(t *testing.T) {
	antest.Run(t, umask.Analyzer, "across")
}

func TestFixes(t *testing.T) {
	antest.RunFixes(t, umask.Analyzer, "fixes")
}

func TestHelpers(t *testing.T) {
	antest.With(antest.Helpers()).RunFixes(t, umask.Analyzer, "helpers")
}

package filemode_test

import (
	"testing"

	"github.com/permvet/permvet/internal/antest"
	"github.com/permvet/permvet/passes/filemode"
)

func TestDefault(t *testing.T) {
	antest.RunFixes(t, filemode.Analyzer, "wide", "cleared", "dirs", "dead", "bits", "decimal", "compare", "secrets")
	antest.RunFixes(t, filemode.Analyzer, "habit", "structs")
	antest.Run(t, filemode.Analyzer, "state", "command", "library", "librarytold", "zero", "withtests")
}

func TestStrict(t *testing.T) {
	antest.With(antest.Strict()).RunFixes(t, filemode.Analyzer, "strict")
	antest.With(antest.Strict()).Run(t, filemode.Analyzer, "each")
}

// TestAcross gives modes to functions of other packages.
func TestAcross(t *testing.T) {
	antest.With(antest.Strict()).Run(t, filemode.Analyzer, "across")
	antest.Run(t, filemode.Analyzer, "libuser")
}

func TestWindows(t *testing.T) {
	antest.With(antest.Strict(), antest.GOOS("windows")).Run(t, filemode.Analyzer, "winonly", "winlib", "winuser")
}

func TestThread(t *testing.T) {
	antest.Run(t, filemode.Analyzer, "netns")
}

package cloexec_test

import (
	"testing"

	"github.com/permvet/permvet/internal/antest"
	"github.com/permvet/permvet/passes/cloexec"
)

func TestTable(t *testing.T) {
	antest.With(antest.GOOS("linux")).RunFixes(t, cloexec.Analyzer, "proof")
}

func TestLife(t *testing.T) {
	antest.With(antest.GOOS("linux"), antest.Strict()).Run(t, cloexec.Analyzer, "life", "quiet")
}

func TestWrappers(t *testing.T) {
	antest.With(antest.GOOS("linux"), antest.Strict()).Run(t, cloexec.Analyzer, "library", "daemon")
}

func TestRace(t *testing.T) {
	antest.With(antest.GOOS("linux"), antest.Strict()).RunFixes(t, cloexec.Analyzer, "race")
}

func TestConstants(t *testing.T) {
	antest.With(antest.GOOS("linux"), antest.Strict()).RunFixes(t, cloexec.Analyzer, "wrong")
}

func TestInheritance(t *testing.T) {
	antest.With(antest.GOOS("linux"), antest.Strict()).Run(t, cloexec.Analyzer, "cleared", "rights")
	antest.With(antest.GOOS("linux"), antest.Strict()).RunFixes(t, cloexec.Analyzer, "inherited")
}

// TestNoFix has calls for which an edit of the call is not enough.
func TestNoFix(t *testing.T) {
	antest.With(antest.GOOS("linux"), antest.Strict()).Run(t, cloexec.Analyzer, "nofix")
}

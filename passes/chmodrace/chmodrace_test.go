package chmodrace_test

import (
	"testing"

	"github.com/permvet/permvet/internal/antest"
	"github.com/permvet/permvet/passes/chmodrace"
)

func TestNarrowed(t *testing.T) {
	antest.Run(t, chmodrace.Analyzer, "narrowed")
}

func TestDatabase(t *testing.T) {
	antest.Run(t, chmodrace.Analyzer, "database")
}

func TestWrappers(t *testing.T) {
	antest.Run(t, chmodrace.Analyzer, "lib", "wrapped")
}

func TestByName(t *testing.T) {
	antest.Run(t, chmodrace.Analyzer, "byname")
}

func TestForeign(t *testing.T) {
	antest.Run(t, chmodrace.Analyzer, "foreign")
}

func TestWindows(t *testing.T) {
	antest.With(antest.GOOS("windows")).Run(t, chmodrace.Analyzer, "windows")
}

func TestFixes(t *testing.T) {
	antest.RunFixes(t, chmodrace.Analyzer, "fixes")
}

func TestApplied(t *testing.T) {
	antest.With(antest.Strict()).Run(t, chmodrace.Analyzer, "applied")
	antest.Run(t, chmodrace.Analyzer, "olderwider")
}

func TestHelpers(t *testing.T) {
	antest.With(antest.Helpers(), antest.Strict()).RunFixes(t, chmodrace.Analyzer, "helpers")
}

package toctou_test

import (
	"testing"

	"github.com/permvet/permvet/internal/antest"
	"github.com/permvet/permvet/passes/toctou"
)

func TestCreate(t *testing.T) {
	antest.With(antest.Strict()).Run(t, toctou.Analyzer, "create")
}

// Who can come in between decides the level.
func TestExposed(t *testing.T) {
	antest.Run(t, toctou.Analyzer, "exposed", "dropper")
}

func TestWrappers(t *testing.T) {
	antest.With(antest.Strict()).Run(t, toctou.Analyzer, "lib", "wrapped")
}

func TestAcross(t *testing.T) {
	antest.With(antest.Strict()).Run(t, toctou.Analyzer, "across")
}

func TestAccess(t *testing.T) {
	antest.With(antest.Strict()).Run(t, toctou.Analyzer, "access")
}

func TestLinks(t *testing.T) {
	antest.Run(t, toctou.Analyzer, "links")
}

func TestRepaired(t *testing.T) {
	antest.With(antest.Strict()).Run(t, toctou.Analyzer, "repaired")
}

func TestFixes(t *testing.T) {
	antest.With(antest.Strict()).RunFixes(t, toctou.Analyzer, "fixes")
}

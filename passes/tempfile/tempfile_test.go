package tempfile_test

import (
	"testing"

	"github.com/permvet/permvet/internal/antest"
	"github.com/permvet/permvet/passes/tempfile"
)

func TestTempFile(t *testing.T) {
	antest.Run(t, tempfile.Analyzer, "a", "lib", "named", "root", "reused", "letters")
}

func TestSystems(t *testing.T) {
	antest.With(antest.GOOS("darwin")).Run(t, tempfile.Analyzer, "darwin")
	antest.With(antest.GOOS("windows")).Run(t, tempfile.Analyzer, "windows")
}

func TestFix(t *testing.T) {
	antest.RunFixes(t, tempfile.Analyzer, "fix")
}

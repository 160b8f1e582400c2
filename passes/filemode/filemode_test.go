package filemode_test

import (
	"testing"

	"github.com/permvet/permvet/internal/antest"
	"github.com/permvet/permvet/passes/filemode"
)

func TestWorldWritable(t *testing.T) {
	antest.RunFixes(t, filemode.Analyzer, "wide", "cleared")
}

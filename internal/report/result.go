package report

import (
	"go/token"

	"golang.org/x/tools/go/analysis"
)

// Result is what the Run of every check returns: it gives drivers what a
// Diagnostic has no room for.
type Result struct {
	// Suppressed are the findings that a directive silenced.
	Suppressed []Suppressed

	levels map[key]Level
}

// Suppressed is a finding that a directive silenced.
type Suppressed struct {
	Diagnostic analysis.Diagnostic
	Level      Level
	Reason     string
}

type key struct {
	pos               token.Pos
	category, message string
}

func keyOf(d analysis.Diagnostic) key { return key{d.Pos, d.Category, d.Message} }

// Level returns the level at which d was reported; ok is false if this check
// did not report it.
func (r *Result) Level(d analysis.Diagnostic) (level Level, ok bool) {
	level, ok = r.levels[keyOf(d)]
	return level, ok
}

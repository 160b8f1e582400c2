package runner

import (
	"go/token"

	"golang.org/x/tools/go/analysis"

	"github.com/permvet/permvet/internal/driver/finding"
	"github.com/permvet/permvet/internal/meta"
)

// findings turns the diagnostics of one check on one package into findings.
func findings(fset *token.FileSet, check meta.Check, levels leveler, diagnostics []analysis.Diagnostic) []finding.Finding {
	var list []finding.Finding
	c := converter{fset}
	for _, d := range diagnostics {
		f := finding.Finding{
			Check: check.Name(), Kind: d.Category, Level: meta.Warning,
			Message: d.Message, URL: d.URL, Span: c.span(d.Pos, d.End),
		}
		if kind, ok := check.Kind(d.Category); ok {
			f.Level = kind.Level
		}
		if levels != nil {
			if level, ok := levels.Level(d); ok {
				f.Level = level
			}
		}
		for _, r := range d.Related {
			f.Related = append(f.Related, finding.Related{Span: c.place(r.Pos, r.End), Message: r.Message})
		}
		for _, fix := range d.SuggestedFixes {
			f.Fixes = append(f.Fixes, c.fix(fix))
		}
		list = append(list, f)
	}
	return list
}

// A converter turns the positions of a file set into plain ones.
type converter struct{ fset *token.FileSet }

func (c converter) span(pos, end token.Pos) finding.Span {
	s := finding.Span{Start: c.fset.Position(pos)}
	s.End = s.Start
	if end.IsValid() && end > pos {
		s.End = c.fset.Position(end)
	}
	return s
}

// place is a span for people. A place in another package may be known by its line alone: its offset would depend on
// whether that package was read in this run.
func (c converter) place(pos, end token.Pos) finding.Span {
	s := c.span(pos, end)
	s.Start.Offset, s.End.Offset = 0, 0
	return s
}

// fix keeps to the positions in the file itself, whatever line directives say: it is the file that is changed.
func (c converter) fix(fix analysis.SuggestedFix) finding.Fix {
	f := finding.Fix{Message: fix.Message}
	for _, e := range fix.TextEdits {
		end := e.End
		if !end.IsValid() {
			end = e.Pos
		}
		f.Edits = append(f.Edits, finding.Edit{
			Span: finding.Span{
				Start: c.fset.PositionFor(e.Pos, false),
				End:   c.fset.PositionFor(end, false),
			},
			New: string(e.NewText),
		})
	}
	return f
}

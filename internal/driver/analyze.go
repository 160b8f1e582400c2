package driver

import (
	"context"
	"fmt"
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/permvet/permvet/internal/driver/finding"
	"github.com/permvet/permvet/internal/load"
	"github.com/permvet/permvet/internal/meta"
)

// A leveler is the result of a check: it knows the level of each diagnostic that the check reported.
type leveler interface {
	Level(analysis.Diagnostic) (meta.Level, bool)
}

// analyze applies the checks to the loaded packages.
func analyze(ctx context.Context, suite meta.Suite, loaded *load.Result) ([]finding.Finding, []fault, error) {
	var originals, guarded []*analysis.Analyzer
	for _, c := range suite.Checks {
		originals = append(originals, c.Analyzer)
	}
	g := newGuard(ctx, newLifetime(originals, loaded.Packages))
	checks := map[*analysis.Analyzer]meta.Check{} // by guarded analyzer
	for _, c := range suite.Checks {
		a := g.wrap(c.Analyzer)
		checks[a] = c
		guarded = append(guarded, a)
	}
	graph, err := checker.Analyze(guarded, loaded.Packages, nil)
	if err != nil {
		return nil, nil, fmt.Errorf("the suite is not well formed: %w", err)
	}
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	var findings []finding.Finding
	for _, act := range graph.Roots {
		if act.Err != nil {
			g.fail(act.Analyzer, act.Package.Types, act.Err.Error())
			continue
		}
		findings = append(findings, actionFindings(act, checks[act.Analyzer])...)
	}
	slices.SortFunc(g.faults, func(a, b fault) int {
		return strings.Compare(a.analyzer+" "+a.pkg+" "+a.cause, b.analyzer+" "+b.pkg+" "+b.cause)
	})
	return findings, slices.Compact(g.faults), nil
}

// actionFindings turns the diagnostics of one check on one package into findings.
func actionFindings(act *checker.Action, check meta.Check) []finding.Finding {
	var findings []finding.Finding
	levels, _ := act.Result.(*box).value.(leveler)
	c := converter{act.Package}
	for _, d := range act.Diagnostics {
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
			f.Related = append(f.Related, finding.Related{Span: c.span(r.Pos, r.End), Message: r.Message})
		}
		for _, fix := range d.SuggestedFixes {
			f.Fixes = append(f.Fixes, c.fix(fix))
		}
		findings = append(findings, f)
	}
	return findings
}

// A converter turns the positions of a package into plain ones.
type converter struct{ pkg *packages.Package }

func (c converter) span(pos, end token.Pos) finding.Span {
	s := finding.Span{Start: c.pkg.Fset.Position(pos)}
	s.End = s.Start
	if end.IsValid() && end > pos {
		s.End = c.pkg.Fset.Position(end)
	}
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
				Start: c.pkg.Fset.PositionFor(e.Pos, false),
				End:   c.pkg.Fset.PositionFor(end, false),
			},
			New: string(e.NewText),
		})
	}
	return f
}

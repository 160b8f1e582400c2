package report

import (
	"fmt"
	"go/token"
	"slices"

	"golang.org/x/tools/go/analysis"
)

// byCause leaves one of the findings of a kind that have the same cause: the
// gravest, the first of equals. The other calls are related places.
func byCause(findings []Finding) []Finding {
	type cause struct {
		kind string
		pos  token.Pos
	}
	speaker := make(map[cause]int)
	for i, f := range findings {
		c := cause{f.Kind.ID, f.Cause}
		if at, ok := speaker[c]; f.Cause.IsValid() && f.Again == "" && (!ok || f.Level > findings[at].Level) {
			speaker[c] = i
		}
	}
	told := func(i int, f Finding) (at int, ok bool) {
		at, ok = speaker[cause{f.Kind.ID, f.Cause}]
		return at, ok && at != i && f.Again == ""
	}
	related := make(map[int][]analysis.RelatedInformation)
	var shown []Finding
	for i, f := range findings {
		if at, ok := told(i, f); ok {
			related[at] = append(related[at], analysis.RelatedInformation{Pos: f.Pos, End: f.End, Message: "likewise through this call"})
		}
	}
	for i, f := range findings {
		if _, ok := told(i, f); ok {
			continue
		}
		f.Related = addRelated(f.Related, related[i])
		shown = append(shown, f)
	}
	return shown
}

// once leaves one of the findings of a habit: the first, which says how many
// there are, points to the others and mends them too.
func once(findings []Finding) []Finding {
	type habit struct {
		kind string
		in   token.Pos
	}
	habits := make(map[habit][]Finding)
	var shown []Finding
	for _, f := range findings {
		id := habit{f.Kind.ID, f.Cause}
		if f.Again != "" {
			habits[id] = append(habits[id], f)
		}
		if f.Again == "" || len(habits[id]) == 1 {
			shown = append(shown, f)
		}
	}
	for i, f := range shown {
		if more := habits[habit{f.Kind.ID, f.Cause}]; f.Again != "" && len(more) > 1 {
			shown[i] = speakFor(f, more[1:])
		}
	}
	return shown
}

// speakFor adds to a finding what others of its kind have to say. Its fix is for
// all of them: who wants to leave one as it is suppresses it.
func speakFor(f Finding, more []Finding) Finding {
	all := append([]Finding{f}, more...)
	places := "place"
	if len(more) > 1 {
		places += "s"
	}
	where := " of this package"
	if f.Cause.IsValid() {
		where = " here"
	}
	f.Message += fmt.Sprintf(" (and in %d more %s%s)", len(more), places, where)
	f.Related = slices.Clip(f.Related)
	for _, o := range more {
		f.Related = append(f.Related, analysis.RelatedInformation{Pos: o.Pos, End: o.End, Message: o.Again})
	}
	f.Fixes = together(all)
	return f
}

// together makes one fix of the first fixes of several findings.
func together(findings []Finding) []analysis.SuggestedFix {
	findings = slices.DeleteFunc(findings, func(f Finding) bool { return len(f.Fixes) == 0 })
	switch len(findings) {
	case 0:
		return nil
	case 1:
		return findings[0].Fixes
	}
	all := analysis.SuggestedFix{Message: fmt.Sprintf("Change all %d places", len(findings))}
	for _, f := range findings {
		all.TextEdits = append(all.TextEdits, f.Fixes[0].TextEdits...)
	}
	return []analysis.SuggestedFix{all}
}

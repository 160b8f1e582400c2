package report

import (
	"fmt"
	"slices"

	"golang.org/x/tools/go/analysis"
)

// once leaves one of the findings of a habit: the first, which says how many
// there are, points to the others and mends them too.
func once(findings []Finding) []Finding {
	habits := make(map[string][]Finding)
	var shown []Finding
	for _, f := range findings {
		id := f.Kind.ID
		if f.Again != "" {
			habits[id] = append(habits[id], f)
		}
		if f.Again == "" || len(habits[id]) == 1 {
			shown = append(shown, f)
		}
	}
	for i, f := range shown {
		if more := habits[f.Kind.ID]; f.Again != "" && len(more) > 1 {
			shown[i] = speakFor(f, more[1:])
		}
	}
	return shown
}

// speakFor adds to a finding what others of its kind have to say. The first fix
// is for all of them, the others for one each.
func speakFor(f Finding, more []Finding) Finding {
	places := "place"
	if len(more) > 1 {
		places += "s"
	}
	f.Message += fmt.Sprintf(" (and in %d more %s of this package)", len(more), places)
	f.Related = slices.Clip(f.Related)
	all := slices.Clip(f.Fixes)
	for _, o := range more {
		f.Related = append(f.Related, analysis.RelatedInformation{Pos: o.Pos, End: o.End, Message: o.Again})
		all = append(all, o.Fixes...)
	}
	if len(all) > 1 && len(f.Fixes) > 0 {
		every := analysis.SuggestedFix{Message: fmt.Sprintf("%s, and so in the other places of this package", f.Fixes[0].Message)}
		for _, o := range append([]Finding{f}, more...) {
			if len(o.Fixes) > 0 {
				every.TextEdits = append(every.TextEdits, o.Fixes[0].TextEdits...)
			}
		}
		all = append([]analysis.SuggestedFix{every}, all...)
	}
	f.Fixes = all
	return f
}

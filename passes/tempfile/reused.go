package tempfile

import (
	"fmt"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/internal/value"
	"github.com/permvet/permvet/passes/effects"
)

// reused judges a temporary file or directory that is removed for its name.
func (j *judge) reused(f *effects.Func, m *effects.Effect) {
	if m.What != api.TempFile && m.What != api.TempDir || !m.Own() {
		return
	}
	for _, r := range f.Of(api.Remove) {
		if r.Deferred || r.Maybe || !f.Leads(m, r) || value.Same(m.Object.Path, r.Object.Path) != value.Yes {
			continue
		}
		use, related := j.useAfter(f, m, r)
		if use == "" {
			continue
		}
		related = append([]analysis.RelatedInformation{j.res.Related(r, "removed here")}, related...)
		j.res.Report(j.r, m, report.Finding{
			Kind: tempNameReused, Level: report.Warning,
			Message: fmt.Sprintf("%s removed on line %d but its name is %s: another user can claim it; create a temporary directory instead", tempNoun(m), j.res.Line(r), use),
			Related: related,
		})
		return
	}
}

func tempNoun(m *effects.Effect) string {
	if m.What == api.TempDir {
		return "temporary directory"
	}
	return "temporary file"
}

// useAfter says how the name is used after its object is gone.
func (j *judge) useAfter(f *effects.Func, m, r *effects.Effect) (string, []analysis.RelatedInformation) {
	for _, e := range f.Of(api.Create, api.Listen, api.Bind) {
		exclusive := e.Row != nil && e.Row.Excl
		if e != m && !exclusive && f.Leads(r, e) && e.Instr != r.Instr && value.Same(e.Object.Path, m.Object.Path) == value.Yes {
			return fmt.Sprintf("used again at line %d", j.res.Line(e)), []analysis.RelatedInformation{j.res.Related(e, "used again here")}
		}
	}
	for _, b := range f.Fn.Blocks {
		ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return)
		if !ok || !f.RunsBefore(r, ret) {
			continue
		}
		for _, v := range ret.Results {
			if value.Same(j.res.Path(v), m.Object.Path) == value.Yes {
				return "returned", nil
			}
		}
	}
	return "", nil
}

package effects

import (
	"cmp"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/internal/value"
)

// maxSites bounds each list of a PackageSummary.
const maxSites = 128

// summarizePackage joins the package's own sites with those of its imports.
func (s *scanner) summarizePackage() Program {
	p := importedProgram(s.pass)
	files := s.pass.ResultOf[report.Analyzer].(*report.Info)
	for _, f := range s.res.Funcs {
		for _, e := range f.Effects {
			if e.Own() && !files.InTest(e.Pos()) { // a program does not run its tests
				s.note(&p.PackageSummary, f, e)
			}
		}
	}
	p.Goroutines = p.Goroutines || s.startsGoroutines()
	for _, l := range []*[]Site{&p.Spawns, &p.PackageSummary.Execs, &p.Clears, &p.Wide} {
		*l = normalize(*l)
	}
	return p
}

func (s *scanner) note(p *PackageSummary, f *Func, e *Effect) {
	pos := s.pass.Fset.Position(e.Pos())
	site := Site{Func: e.Row.Name, File: pos.Filename, Line: pos.Line}
	switch e.Kind {
	case api.Spawn:
		p.Spawns = append(p.Spawns, site)
	case api.Exec:
		p.Execs = append(p.Execs, site)
	case api.Umask:
		if e.Mode.Lacks(0o002) && f.Restored(e) == value.No && !f.OwnFS(e) {
			p.Clears = append(p.Clears, site)
		}
	case api.Create, api.Listen:
		if e.Makes() && !e.Row.Exact && e.Mode.Has(0o002) {
			p.Wide = append(p.Wide, site)
		}
	}
}

// startsGoroutines reports whether the package itself has a go statement or
// serves.
func (s *scanner) startsGoroutines() bool {
	for _, fn := range s.All {
		for _, b := range fn.Blocks {
			for _, in := range b.Instrs {
				if _, ok := in.(*ssa.Go); ok {
					return true
				}
			}
		}
	}
	return slices.ContainsFunc(s.res.Funcs, func(f *Func) bool { return len(f.Of(api.Serve)) > 0 })
}

// normalize sorts, removes doubles and bounds, so that facts are the same
// bytes whatever the order of analysis.
func normalize(sites []Site) []Site {
	slices.SortFunc(sites, func(a, b Site) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Func, b.Func))
	})
	sites = slices.Compact(sites)
	if len(sites) > maxSites {
		sites = sites[:maxSites]
	}
	return sites
}

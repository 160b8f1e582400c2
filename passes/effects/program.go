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

// A Program is what is known of the process: what this package and everything
// it imports do. Packages that import this one are not known.
type Program struct{ PackageSummary }

// MaySpawn reports whether a child is started or the process image replaced.
func (p Program) MaySpawn() bool { return len(p.Spawns)+len(p.PackageSummary.Execs) > 0 }

// ClearsUmask reports whether the umask is set to a value that lets others
// write, without being restored.
func (p Program) ClearsUmask() bool { return len(p.Clears) > 0 }

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

// cloneFS are the flags that give a thread file system state of its own, the
// umask among it: CLONE_FS, and CLONE_NEWNS and CLONE_NEWUSER, which bring it
// along.
const cloneFS = 0x200 | 0x20000 | 0x10000000

// LeavesFS reports whether an unshare or setns may take its thread out of the
// process's file system state.
func (e *Effect) LeavesFS() bool {
	flags, known := e.Flags.Known(0xffffffff)
	return e.Kind == api.Unshare && (!known || flags&cloneFS != 0)
}

// OwnFS reports whether the effect happens on a thread that left the process's
// file system state before, so that the umask is its own: in this function, or
// in one that runs this literal.
func (f *Func) OwnFS(e *Effect) bool {
	for _, u := range f.Of(api.Unshare) {
		if u.LeavesFS() && f.Dominates(u, e) {
			return true
		}
	}
	parent := f.res.Func(f.Fn.Parent())
	if parent == nil {
		return false
	}
	return slices.ContainsFunc(parent.Of(api.Unshare), func(u *Effect) bool {
		return u.LeavesFS() && slices.ContainsFunc(u.Instr.Common().Args, func(a ssa.Value) bool { return f.res.callback(a) == f.Fn })
	})
}

func (r *Result) callback(a ssa.Value) *ssa.Function {
	return locked(r, func(s *scanner) *ssa.Function { return s.callback(a) })
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

// Restored reports whether every path from a umask change sets it once more.
func (f *Func) Restored(e *Effect) value.Tri {
	return f.OnEveryPathFrom(e, func(o *Effect) bool { return o.Kind == api.Umask })
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

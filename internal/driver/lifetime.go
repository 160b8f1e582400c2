package driver

import (
	"go/types"
	"sync"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"

	"github.com/permvet/permvet/internal/meta"
)

// The checker holds every result, syntax tree and type map until the last package is done: gigabytes for a large
// module. A lifetime lets go of each as soon as the last analyzer that can ask for it has run.
type lifetime struct {
	mu    sync.Mutex
	pkgs  map[*types.Package]*pending
	roots demand // what runs on the packages to check
	deps  demand // what runs on their dependencies: analyzers with facts and what those require
}

// A demand is a set of analyzers, with the number of those among them that require each.
type demand struct {
	analyzers int
	users     map[*analysis.Analyzer]int
}

// Pending is what is still to be done on one package.
type pending struct {
	pkg   *packages.Package
	left  int
	users map[*analysis.Analyzer]int
	boxes map[*analysis.Analyzer]*box
}

// A box holds the result of an analyzer while anyone can ask for it.
type box struct{ value any }

func newLifetime(checks []*analysis.Analyzer, roots []*packages.Package) *lifetime {
	all := meta.Required(checks)
	var withFacts []*analysis.Analyzer
	for _, a := range all {
		if len(a.FactTypes) > 0 {
			withFacts = append(withFacts, a)
		}
	}
	l := &lifetime{pkgs: map[*types.Package]*pending{}, roots: newDemand(all), deps: newDemand(meta.Required(withFacts))}
	for _, a := range checks {
		l.roots.users[a]++ // the driver, which never lets go
	}
	packages.Visit(roots, nil, func(p *packages.Package) { l.pkgs[p.Types] = l.deps.on(p) })
	for _, p := range roots {
		l.pkgs[p.Types] = l.roots.on(p)
	}
	return l
}

func newDemand(analyzers []*analysis.Analyzer) demand {
	d := demand{len(analyzers), map[*analysis.Analyzer]int{}}
	for _, a := range analyzers {
		for _, req := range a.Requires {
			d.users[req]++
		}
	}
	return d
}

func (d demand) on(p *packages.Package) *pending {
	u := &pending{pkg: p, left: d.analyzers, users: map[*analysis.Analyzer]int{}, boxes: map[*analysis.Analyzer]*box{}}
	for a, n := range d.users {
		u.users[a] = n
	}
	return u
}

// done notes that a has run on the package, with this result, and returns the box that holds it.
func (l *lifetime) done(a *analysis.Analyzer, pkg *types.Package, result any) *box {
	l.mu.Lock()
	defer l.mu.Unlock()
	u := l.pkgs[pkg]
	b := new(box)
	if u.users[a] > 0 {
		b.value = result
		u.boxes[a] = b
	}
	for _, req := range a.Requires {
		if u.users[req]--; u.users[req] == 0 && u.boxes[req] != nil {
			u.boxes[req].value = nil
		}
	}
	if u.left--; u.left == 0 {
		clear(u.pkg.Syntax) // the passes share the slice, and the type information
		*u.pkg.TypesInfo = types.Info{}
	}
	return b
}

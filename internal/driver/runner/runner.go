package runner

import (
	"cmp"
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"

	"golang.org/x/tools/go/analysis"

	"github.com/permvet/permvet/internal/cache"
	"github.com/permvet/permvet/internal/driver/finding"
	"github.com/permvet/permvet/internal/facts"
	"github.com/permvet/permvet/internal/load"
	"github.com/permvet/permvet/internal/meta"
)

// Config says what to run on what.
type Config struct {
	Load  load.Config
	Suite meta.Suite

	// Settings and FactSettings stand for what was set for the checks otherwise than by flags of their analyzers: texts
	// that differ where findings, or facts, can differ.
	Settings, FactSettings string

	// Cache keeps results for the next run; nil means that there is none.
	Cache *cache.Dir

	// Stage is told what is being done; nil means that nobody wants to know.
	Stage func(format string, args ...any)
}

// A Result is what came of a run.
type Result struct {
	Findings []finding.Finding // of all packages, in no order that means anything, but always the same
	Problems []load.Problem    // why a package that was asked for is not analyzed: one for each, in order of position
	Remarks  []string          // what is good to know but no fault
	Faults   []Fault           // internal errors of analyzers

	Analyzed    map[string]bool   // the packages that were asked for and are not among the problems, by ID
	PackageName map[string]string // names of the packages that those import, by import path

	// Files are the files of all packages, dependencies included.
	Files []string

	// Worked lists the packages, by ID, that were analyzed in this run because the cache did not have their result.
	Worked []string
}

// A Fault is the error of an analyzer. It costs what the analyzer would have found in the package.
type Fault struct {
	Analyzer, Package string
	Err               error // one line
}

// Run applies the suite to the packages that the patterns name. The error is about the run as a whole.
func Run(ctx context.Context, cfg Config, patterns ...string) (*Result, error) {
	files := cfg.Cache.Files(cfg.Load.Dir + "\x00" + strings.Join(patterns, "\x00"))
	cfg.Load.Source = cfg.Suite.Source
	cfg.Load.Read = func(name string) ([]byte, error) {
		text, _, err := files.Read(name)
		return text, err
	}
	stage := cfg.Stage
	if stage == nil {
		stage = func(string, ...any) {}
	}
	stage("listing packages")
	graph, err := load.List(ctx, cfg.Load, patterns...)
	if err != nil {
		return nil, err
	}
	stage("analyzing %s", finding.Count(len(graph.Roots), "package", "packages"))
	r := newRun(ctx, cfg, graph, files)
	r.all()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	_ = files.Save() // the next run reads them again, that is all
	return r.result(), nil
}

// A run is the work on one graph of packages.
type run struct {
	ctx    context.Context
	graph  *load.Graph
	files  *cache.Files
	cache  *cache.Dir
	suite  meta.Suite
	nodes  []*node // by index of the package
	slots  *slots
	types  *facts.Types
	roots  *plan // what runs on the packages that were asked for
	deps   *plan // what runs on their dependencies: analyzers with facts and what those require
	mu     sync.Mutex
	faults []Fault
}

// A node is one package on its way through the run.
type node struct {
	*load.Package
	deps []*node

	// settled is closed when all that follows is known, but for types, and does not change any more.
	settled  chan struct{}
	stable   bool      // the result depends on nothing but the key
	key      cache.Key // covers all that the result depends on
	sig      cache.Key // covers all that importers can see
	facts    []byte    // encoded
	findings []finding.Finding
	remarks  []string
	worked   bool

	typed   chan struct{} // closed when Types is set
	typing  sync.Once
	reading sync.Once
	set     facts.Set // decoded from facts when somebody asks
}

func newRun(ctx context.Context, cfg Config, graph *load.Graph, files *cache.Files) *run {
	var checks []*analysis.Analyzer
	for _, c := range cfg.Suite.Checks {
		checks = append(checks, c.Analyzer)
	}
	var withFacts []*analysis.Analyzer
	for _, a := range meta.Required(checks) {
		if len(a.FactTypes) > 0 {
			withFacts = append(withFacts, a)
		}
	}
	r := &run{
		ctx: ctx, graph: graph, files: files, cache: cfg.Cache, suite: cfg.Suite,
		slots: &slots{free: runtime.GOMAXPROCS(0)},
		types: facts.TypesOf(withFacts),
		roots: newPlan(checks), deps: newPlan(withFacts),
	}
	base := r.baseKey()
	r.roots.key, r.deps.key = r.roots.configuration(base, cfg.Settings), r.deps.configuration(base, cfg.FactSettings)
	for _, p := range graph.Packages {
		n := &node{Package: p, settled: make(chan struct{}), typed: make(chan struct{})}
		for _, dep := range p.Deps {
			n.deps = append(n.deps, r.nodes[dep.Index])
		}
		slices.SortFunc(n.deps, func(a, b *node) int { return cmp.Compare(a.Index, b.Index) })
		n.deps = slices.Compact(n.deps)
		r.nodes = append(r.nodes, n)
	}
	return r
}

// all settles every node.
func (r *run) all() {
	var wg sync.WaitGroup
	for _, n := range r.nodes {
		wg.Go(func() {
			defer close(n.settled)
			defer r.graph.Forget(n.Package)
			r.settle(n)
		})
	}
	wg.Wait()
}

// settle finds the result of a package in the cache, or else by analysis.
func (r *run) settle(n *node) {
	for _, dep := range n.deps {
		<-dep.settled
	}
	known := false
	r.slots.do(n.Index, r.ctx, func() { known = r.recall(n) })
	if known || r.ctx.Err() != nil {
		return
	}
	for _, dep := range n.deps {
		r.wantTypes(dep)
	}
	for _, dep := range n.deps {
		<-dep.typed
	}
	r.slots.do(n.Index, r.ctx, func() { r.analyze(n) })
}

// wantTypes sees to it that the types of a settled node will be there.
func (r *run) wantTypes(n *node) {
	n.typing.Do(func() {
		if n.Types != nil {
			close(n.typed)
			return
		}
		for _, dep := range n.deps {
			r.wantTypes(dep)
		}
		go func() {
			defer close(n.typed)
			for _, dep := range n.deps {
				<-dep.typed
			}
			r.slots.do(n.Index, r.ctx, func() { r.graph.Check(n.Package, false) })
		}()
	})
}

// plan returns what runs on a package.
func (r *run) plan(n *node) *plan {
	if n.Root {
		return r.roots
	}
	return r.deps
}

// result collects what all nodes have.
func (r *run) result() *Result {
	res := &Result{Problems: r.graph.Unmatched, Faults: r.faults, Analyzed: map[string]bool{}, PackageName: map[string]string{}}
	for _, n := range r.nodes {
		res.Files = append(res.Files, n.GoFiles...)
		if n.worked {
			res.Worked = append(res.Worked, n.ID)
		}
		switch {
		case !n.Root:
		case n.Problem != nil:
			res.Problems = append(res.Problems, *n.Problem)
		default:
			res.Analyzed[n.ID] = true
			res.Findings = append(res.Findings, n.findings...)
			for _, remark := range n.remarks { // a package and its test variant give the same
				if !slices.Contains(res.Remarks, remark) {
					res.Remarks = append(res.Remarks, remark)
				}
			}
			for _, dep := range n.deps {
				res.PackageName[dep.PkgPath] = dep.Name
			}
		}
	}
	slices.SortFunc(res.Faults, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.Analyzer, b.Analyzer), cmp.Compare(a.Package, b.Package), cmp.Compare(a.Err.Error(), b.Err.Error()))
	})
	res.Faults = slices.CompactFunc(res.Faults, func(a, b Fault) bool { return a.String() == b.String() })
	res.Problems = load.SortProblems(res.Problems)
	return res
}

// fault notes the error of an analyzer.
func (r *run) fault(a *analysis.Analyzer, n *node, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.faults = append(r.faults, Fault{a.Name, n.PkgPath, err})
}

func (f Fault) String() string { return fmt.Sprintf("%s on %s: %v", f.Analyzer, f.Package, f.Err) }

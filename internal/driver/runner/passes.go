package runner

import (
	"fmt"
	"go/types"
	"reflect"
	"runtime"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/permvet/permvet/internal/cache"
	"github.com/permvet/permvet/internal/driver/finding"
	"github.com/permvet/permvet/internal/facts"
	"github.com/permvet/permvet/internal/meta"
)

// A plan is a list of analyzers in an order in which prerequisites come first, with the number of those among them
// that require each.
type plan struct {
	order []*analysis.Analyzer
	users map[*analysis.Analyzer]int
	key   cache.Key // covers the analyzers and all settings
}

func newPlan(wanted []*analysis.Analyzer) *plan {
	p := &plan{users: map[*analysis.Analyzer]int{}}
	var add func(a *analysis.Analyzer)
	add = func(a *analysis.Analyzer) {
		if slices.Contains(p.order, a) {
			return
		}
		for _, req := range a.Requires {
			add(req)
			p.users[req]++
		}
		p.order = append(p.order, a)
	}
	for _, a := range wanted {
		add(a)
	}
	return p
}

// passes runs a plan on one package.
type passes struct {
	*run
	*node
	plan     *plan
	facts    facts.Set
	results  map[*analysis.Analyzer]any
	findings []finding.Finding
	failed   bool // an analyzer did
}

// A leveler is the result of a check: it knows the level of each diagnostic that the check reported.
type leveler interface {
	Level(analysis.Diagnostic) (meta.Level, bool)
}

// runAll runs all analyzers of the plan, each unless one that it requires failed, and lets go of each result when the
// last that requires it has run.
func (p *passes) runAll() {
	p.results = map[*analysis.Analyzer]any{}
	left := map[*analysis.Analyzer]int{}
	for a, n := range p.plan.users {
		left[a] = n
	}
	for _, a := range p.plan.order {
		if p.ctx.Err() != nil {
			p.failed = true
			return
		}
		if p.ready(a) {
			p.runOne(a)
		}
		for _, req := range a.Requires {
			if left[req]--; left[req] == 0 {
				delete(p.results, req)
			}
		}
		if left[a] == 0 {
			delete(p.results, a)
		}
	}
}

func (p *passes) ready(a *analysis.Analyzer) bool {
	for _, req := range a.Requires {
		if _, ok := p.results[req]; !ok {
			return false
		}
	}
	return true
}

// runOne runs one analyzer. If it fails, even by a panic, that costs no more than its own findings in this package.
func (p *passes) runOne(a *analysis.Analyzer) {
	var diagnostics []analysis.Diagnostic
	pass := p.pass(a)
	pass.Report = func(d analysis.Diagnostic) { diagnostics = append(diagnostics, d) }
	result, err := guarded(a, pass)
	if err != nil {
		p.failed = true
		p.fault(a, p.node, err)
		return
	}
	p.results[a] = result
	if i := slices.IndexFunc(p.suite.Checks, func(c meta.Check) bool { return c.Analyzer == a }); i >= 0 && p.Root {
		levels, _ := result.(leveler)
		p.findings = append(p.findings, findings(pass.Fset, p.suite.Checks[i], levels, diagnostics)...)
	}
}

func (p *passes) pass(a *analysis.Analyzer) *analysis.Pass {
	pkg := p.Package
	pass := &analysis.Pass{
		Analyzer:     a,
		Fset:         p.graph.Fset,
		Files:        pkg.Syntax,
		OtherFiles:   pkg.OtherFiles,
		IgnoredFiles: pkg.IgnoredFiles,
		Pkg:          pkg.Types,
		TypesInfo:    pkg.TypesInfo,
		TypesSizes:   pkg.TypesSizes,
		ResultOf:     map[*analysis.Analyzer]any{},
		ReadFile:     p.graph.ReadFile,
	}
	if m := pkg.Module; m != nil {
		pass.Module = &analysis.Module{Path: m.Path, Version: m.Version, GoVersion: m.GoVersion}
	}
	for _, req := range a.Requires {
		pass.ResultOf[req] = p.results[req]
	}
	pass.ImportObjectFact = func(obj types.Object, fact analysis.Fact) bool {
		if obj.Pkg() == pkg.Types {
			return p.facts.Get(obj, fact)
		}
		return obj.Pkg() != nil && p.importFact(obj.Pkg(), obj, fact)
	}
	pass.ImportPackageFact = func(from *types.Package, fact analysis.Fact) bool {
		if from == pkg.Types {
			return p.facts.Get(nil, fact)
		}
		return p.importFact(from, nil, fact)
	}
	pass.ExportObjectFact = func(obj types.Object, fact analysis.Fact) { p.export(a, obj, fact) }
	pass.ExportPackageFact = func(fact analysis.Fact) { p.export(a, nil, fact) }
	// No analyzer may ask for all facts at once: that would make its result depend on more than it uses.
	pass.AllObjectFacts = func() []analysis.ObjectFact { return nil }
	pass.AllPackageFacts = func() []analysis.PackageFact { return nil }
	return pass
}

func (p *passes) export(a *analysis.Analyzer, obj types.Object, fact analysis.Fact) {
	if obj != nil && obj.Pkg() != p.Types {
		panic(fmt.Sprintf("%s exports a fact about %s of another package", a.Name, obj))
	}
	if !slices.ContainsFunc(a.FactTypes, func(f analysis.Fact) bool { return reflect.TypeOf(f) == reflect.TypeOf(fact) }) {
		panic(fmt.Sprintf("%s exports a fact of type %T that it does not declare", a.Name, fact))
	}
	p.facts.Add(obj, fact)
}

// guarded runs an analyzer and makes an error of a panic.
func guarded(a *analysis.Analyzer, pass *analysis.Pass) (result any, err error) {
	defer func() {
		if v := recover(); v != nil {
			result, err = nil, fmt.Errorf("panic: %v at %s", v, panicSite())
		}
	}()
	return a.Run(pass)
}

// panicSite names the function and line that panicked. It must be called by the deferred function that recovers.
func panicSite() string {
	pcs := make([]uintptr, 32)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs)])
	for {
		frame, more := frames.Next()
		if !isRuntime(frame.Function) {
			return fmt.Sprintf("%s:%d", frame.Function, frame.Line)
		}
		if !more {
			return "an unknown place"
		}
	}
}

func isRuntime(function string) bool {
	return len(function) > 8 && function[:8] == "runtime."
}

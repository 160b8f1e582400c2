package driver

import (
	"context"
	"fmt"
	"go/types"
	"reflect"
	"runtime"
	"sync"

	"golang.org/x/tools/go/analysis"
)

// A guard stands between the checker and the analyzers. One analyzer that fails on one package, even by a panic,
// must cost no more than its own findings there; the work must stop when the context is done; and no more packages
// may be in work at once than there are processors, since each holds its SSA form in memory.
type guard struct {
	ctx      context.Context
	lifetime *lifetime
	slots    *slots
	clones   map[*analysis.Analyzer]*analysis.Analyzer // by original

	mu     sync.Mutex
	failed map[unit]bool
	faults []fault
}

// A unit is one analyzer at work on one package.
type unit struct {
	analyzer *analysis.Analyzer
	pkg      *types.Package
}

// A fault is an internal error of an analyzer.
type fault struct {
	analyzer, pkg string
	cause         string // one line
}

func newGuard(ctx context.Context, l *lifetime) *guard {
	return &guard{
		ctx:      ctx,
		lifetime: l,
		slots:    &slots{free: runtime.GOMAXPROCS(0)},
		clones:   map[*analysis.Analyzer]*analysis.Analyzer{},
		failed:   map[unit]bool{},
	}
}

// wrap returns a guarded clone of the analyzer and of all that it requires. The originals are shared with other
// drivers and stay as they are.
func (g *guard) wrap(a *analysis.Analyzer) *analysis.Analyzer {
	if clone := g.clones[a]; clone != nil {
		return clone
	}
	clone := *a
	clone.Requires = make([]*analysis.Analyzer, len(a.Requires))
	for i, req := range a.Requires {
		clone.Requires[i] = g.wrap(req)
	}
	clone.ResultType = reflect.TypeFor[*box]()
	clone.Run = func(pass *analysis.Pass) (any, error) {
		result, ok := g.run(a, pass)
		if !ok && a.ResultType != nil {
			result = reflect.Zero(a.ResultType).Interface()
		}
		return g.lifetime.done(a, pass.Pkg, result), nil
	}
	g.clones[a] = &clone
	return &clone
}

// run runs the original analyzer on a pass that was made for its clone.
func (g *guard) run(a *analysis.Analyzer, pass *analysis.Pass) (result any, ok bool) {
	g.slots.acquire()
	defer g.slots.release()
	if g.ctx.Err() != nil || g.prerequisiteFailed(a, pass.Pkg) {
		g.fail(a, pass.Pkg, "")
		return nil, false
	}
	defer func() {
		if r := recover(); r != nil {
			g.fail(a, pass.Pkg, fmt.Sprintf("panic: %v at %s", r, panicSite()))
			result, ok = nil, false
		}
	}()
	own := *pass
	own.Analyzer = a
	own.ResultOf = make(map[*analysis.Analyzer]any, len(a.Requires))
	for _, req := range a.Requires {
		own.ResultOf[req] = pass.ResultOf[g.clones[req]].(*box).value
	}
	result, err := a.Run(&own)
	if err != nil {
		g.fail(a, pass.Pkg, err.Error())
		return nil, false
	}
	return result, true
}

func (g *guard) prerequisiteFailed(a *analysis.Analyzer, pkg *types.Package) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, req := range a.Requires {
		if g.failed[unit{req, pkg}] {
			return true
		}
	}
	return false
}

// fail notes that the unit has no result; an empty cause says that it is not the analyzer's fault.
func (g *guard) fail(a *analysis.Analyzer, pkg *types.Package, cause string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.failed[unit{a, pkg}] = true
	if cause != "" {
		g.faults = append(g.faults, fault{a.Name, pkg.Path(), cause})
	}
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

package effects

import (
	"go/ast"
	"go/token"
	"sync"

	"github.com/permvet/permvet/internal/fix"
	"github.com/permvet/permvet/internal/value"
	"github.com/permvet/permvet/passes/effects/internal/eval"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"
)

// A Result is what the functions of one package do.
type Result struct {
	// Funcs are the functions with effects, in source order, literals after
	// the function they stand in. The package's variable initialisers come
	// first, as a function called init.
	Funcs []*Func
	// Program is what is known of the process as a whole.
	Program Program
	// GOOS is the system that the package is analysed for.
	GOOS string

	pass     *analysis.Pass
	ev       *eval.Evaluator // nil if the package has nothing to do with the table
	funcs    map[*ssa.Function]*Func
	scanned  scanned
	tests    *Result    // see WithTests
	mu       sync.Mutex // of the evaluator, which remembers what it computes
	calls    func() map[token.Pos]*ast.CallExpr
	settings func() []*Setting
	uses     func() fix.Uses

	innerOnce  sync.Once
	inner      map[token.Pos][]*Effect
	closedOnce sync.Once
	closed     *closedDirs
	reached    sync.Map // what Reach told, by *Effect

	listensOnce, sharedOnce sync.Once
	listensAt               map[string]bool
	shared                  []*Effect
}

// A scanned answers what only the scanner of the package knows.
type scanned struct {
	settings  func(*ssa.Function) []*Setting
	mutations func(*ssa.Function) []*Mutation
	told      func(*ssa.Function) string
}

// locked runs a question to the evaluator. The answer does not depend on who
// asked before, so the checks of a package may run side by side.
func locked[T any](r *Result, ask func(*eval.Evaluator) T) T {
	r.mu.Lock()
	defer r.mu.Unlock()
	return ask(r.ev)
}

func newResult(pass *analysis.Pass, goos string) *Result {
	res := &Result{GOOS: goos, pass: pass}
	res.calls = sync.OnceValue(res.indexCalls)
	res.settings = sync.OnceValue(res.listSettings)
	res.uses = sync.OnceValue(func() fix.Uses { return fix.UsesOf(pass.TypesInfo) })
	return res
}

// Uses finds where the objects of the package are used, for fixes that delete.
func (r *Result) Uses() fix.Uses { return r.uses() }

// Word, Path, Data and Key evaluate any value of the package, for judges that
// must look beyond the effects.
func (r *Result) Word(v ssa.Value) value.Word {
	return locked(r, func(ev *eval.Evaluator) value.Word { return ev.Word(v) })
}

// Path evaluates a string.
func (r *Result) Path(v ssa.Value) value.Text {
	return locked(r, func(ev *eval.Evaluator) value.Text { return ev.Path(v) })
}

// Data tells where the bytes of a value come from.
func (r *Result) Data(v ssa.Value) value.Data {
	return locked(r, func(ev *eval.Evaluator) value.Data { return ev.Data(v) })
}

// Key names a value: equal keys, equal values.
func (r *Result) Key(v ssa.Value) string {
	return locked(r, func(ev *eval.Evaluator) string { return ev.Key(v) })
}

// Func returns the effects of a function or literal of this package, or nil.
func (r *Result) Func(fn *ssa.Function) *Func {
	if r.ev == nil {
		return nil
	}
	return r.funcs[fn]
}

// Mutations returns the writes into collections of others that happen in fn.
func (r *Result) Mutations(fn *ssa.Function) []*Mutation {
	if r.ev == nil {
		return nil
	}
	return locked(r, func(*eval.Evaluator) []*Mutation { return r.scanned.mutations(fn) })
}

// Functions returns every function of the package that has a body.
func (r *Result) Functions() []*ssa.Function {
	if r.ev == nil {
		return nil
	}
	return r.ev.All
}

package umask

import (
	_ "embed"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/inspect"
	"golang.org/x/tools/go/ssa"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/internal/value"
	"github.com/permvet/permvet/passes/effects"
)

//go:embed doc.go
var docGo string

// The kinds of finding.
var (
	atInit      = report.Kind{ID: "umask-at-init", Level: report.Error, CWE: "CWE-276", Since: "0.1", Summary: "the umask is changed while packages are initialised"}
	permissive  = report.Kind{ID: "permissive-umask", Level: report.Error, CWE: "CWE-276", Since: "0.1", Summary: "the umask lets others write to what the process creates from here on"}
	chmodStyle  = report.Kind{ID: "chmod-style-umask", Level: report.Error, CWE: "CWE-560", Since: "0.1", Summary: "the umask gets a value that is meant for chmod"}
	window      = report.Kind{ID: "umask-window", Level: report.Warning, CWE: "CWE-362", Since: "0.1", Summary: "the umask is changed for a while in a program with goroutines"}
	notRestored = report.Kind{ID: "umask-not-restored", Level: report.Warning, CWE: "CWE-459", Since: "0.1", Summary: "the old umask is not put back on every path"}
	inLibrary   = report.Kind{ID: "umask-in-library", Level: report.Warning, CWE: "CWE-276", Since: "0.1", Summary: "a library changes the umask of the whole process"}
	forSocket   = report.Kind{ID: "umask-for-socket", Level: report.Warning, CWE: "CWE-276", Since: "0.1", Summary: "a umask that is meant for one socket stays for all that the process creates"}
	toRead      = report.Kind{ID: "umask-read", Level: report.Warning, CWE: "CWE-362", Since: "0.1", Summary: "the umask is changed to read it"}
)

// Kinds are what the check can find.
var Kinds = []report.Kind{
	atInit, permissive, chmodStyle, window, notRestored, inLibrary, forSocket, toRead,
}

// Analyzer is the check.
var Analyzer = report.NewCheck(report.Check{
	Name: "umask", Doc: docGo, Kinds: Kinds, Systems: report.Unix,
	Requires: []*analysis.Analyzer{effects.Analyzer, inspect.Analyzer},
	Run:      run,
})

const (
	othersWrite = 0o002
	groupWrite  = 0o020
)

// A judge looks at the functions of one package.
type judge struct {
	pass *analysis.Pass
	r    *report.Reporter
	res  *effects.Result
	// children are the functions that run in a child of their own.
	children map[*ssa.Function]bool
}

func run(pass *analysis.Pass, r *report.Reporter) error {
	j := &judge{pass: pass, r: r, res: pass.ResultOf[effects.Analyzer].(*effects.Result)}
	j.children = j.reexecuted()
	for _, f := range j.res.Funcs {
		for _, e := range f.Of(api.Umask) {
			if e.Pos().IsValid() && !r.InTest(e.Pos()) {
				j.judge(f, e)
			}
		}
	}
	return nil
}

// judge asks of one change of the umask what is worst about it.
func (j *judge) judge(f *effects.Func, e *effects.Effect) {
	if j.restores(e) || f.OwnFS(e) || j.handsOn(f, e) {
		return
	}
	if !e.Own() && inLiteral(f, e) {
		return // the literal is judged by itself
	}
	if e.Speaks(effects.BoundMode) && j.chmodStyle(e) {
		return
	}
	back := j.restorers(f, e)
	held := len(back) > 0 || j.handedBack(f, e)
	if j.atStart(f, e) && !held {
		j.atInit(f, e)
		return
	}
	if !held && slices.ContainsFunc(j.res.Contexts(e), func(c *effects.Effect) bool { return j.atStart(c.Func(), c) }) {
		return // told where the initialization calls it
	}
	switch {
	case !e.Speaks(effects.BoundMode):
	case !held:
		if !f.Unseen(e) {
			j.kept(f, e)
		}
	case len(back) == 0:
	case f.Restored(e) == value.Unknown, j.ownProcess(f, e):
	case f.Restored(e) == value.No:
		j.notRestored(f, e, back[0])
	case e.Own() || back[0].Instr != e.Instr: // else the callee does both, and is judged there
		j.window(f, e, back[0])
	}
}

// restores reports whether a call puts back a mask that another returned.
func (j *judge) restores(e *effects.Effect) bool {
	mask := j.mask(e)
	if mask == nil {
		return false
	}
	for _, g := range j.res.Funcs {
		for _, o := range g.Of(api.Umask) {
			if o != e && j.gives(o, mask) {
				return true
			}
		}
	}
	return false
}

// mask returns the argument that becomes the umask, of the call itself or of a
// wrapper.
func (j *judge) mask(e *effects.Effect) ssa.Value {
	if e.Own() {
		return e.ModeArg
	}
	return j.res.Passed(e, e.Inside.Mode.Src)
}

// handsOn reports whether the function is a wrapper that sets what it is told
// and returns the old mask: its callers are judged.
func (j *judge) handsOn(f *effects.Func, e *effects.Effect) bool {
	if !value.Key(e.Mode.Src).FromParam() {
		return false
	}
	for _, b := range f.Fn.Blocks {
		if ret, ok := b.Instrs[len(b.Instrs)-1].(*ssa.Return); ok && len(ret.Results) > 0 && j.gives(e, ret.Results[0]) {
			return true
		}
	}
	return false
}

// gives reports whether a value is the mask that e returned: the result
// itself, or read from the variable or field where it was kept.
func (j *judge) gives(e *effects.Effect, v ssa.Value) bool {
	if v == nil || e.Result == "" {
		return false
	}
	key := j.res.Key(v)
	if key == e.Result {
		return true
	}
	old := j.old(e)
	if old == nil {
		return false
	}
	for _, r := range *old.Referrers() {
		if st, ok := r.(*ssa.Store); ok && st.Val == old && strings.TrimPrefix(j.res.Key(st.Addr), "&") == key {
			return true
		}
	}
	return false
}

// old returns the mask that e's call returns: its result, or the one of its
// results that is it.
func (j *judge) old(e *effects.Effect) ssa.Value {
	call, ok := e.Instr.(*ssa.Call)
	if !ok {
		return nil
	}
	if _, several := call.Type().(*types.Tuple); !several {
		return call
	}
	for _, r := range *call.Referrers() {
		if x, ok := r.(*ssa.Extract); ok && j.res.Key(x) == e.Result {
			return x
		}
	}
	return nil
}

// restorers returns the calls after e that set the umask once more, in order.
// The initialisers of package variables have nothing to do with one another.
func (j *judge) restorers(f *effects.Func, e *effects.Effect) []*effects.Effect {
	var back []*effects.Effect
	for _, o := range f.Of(api.Umask) {
		if o != e && f.Leads(e, o) && !o.Maybe && !o.Async && (f.Fn.Synthetic == "" || o.Instr == e.Instr) {
			back = append(back, o)
		}
	}
	return back
}

// handedBack reports whether a literal of the function puts the old mask back:
// somebody gets it to call it.
func (j *judge) handedBack(f *effects.Func, e *effects.Effect) bool {
	for _, lit := range f.Fn.AnonFuncs {
		if g := j.res.Func(lit); g != nil {
			for _, o := range g.Of(api.Umask) {
				if j.gives(e, j.mask(o)) {
					return true
				}
			}
		}
	}
	return false
}

// inLiteral reports whether the effect happens in a literal that f hands on
// or runs; the literal's own list of effects has it too.
func inLiteral(f *effects.Func, e *effects.Effect) bool { return e.Callee == nil }

// atStart reports whether the effect happens while packages are initialised:
// in an init function, an initialiser of a package variable, or a literal that
// one of them calls.
func (j *judge) atStart(f *effects.Func, e *effects.Effect) bool {
	parent := f.Fn.Parent()
	if parent == nil {
		return isInit(f.Fn)
	}
	g := j.res.Func(parent)
	if g == nil {
		return false
	}
	for _, o := range g.Of(api.Umask) {
		if o.Inner == e.Pos() && !o.Maybe && !o.Async {
			return j.atStart(g, o)
		}
	}
	return false
}

// isInit reports whether a declared function is an init function, or the one
// that holds the initialisers of the package's variables.
func isInit(fn *ssa.Function) bool {
	return fn.Name() == "init" && fn.Signature.Recv() == nil || strings.HasPrefix(fn.Name(), "init#")
}

// reexecuted finds the functions that are registered to run in a child of the
// same program.
func (j *judge) reexecuted() map[*ssa.Function]bool {
	fns := map[*ssa.Function]bool{}
	for _, f := range j.res.Funcs {
		for _, e := range f.Of(api.Reexec) {
			if v := j.res.Arg(e, e.Row.Data); v != nil {
				if fn := functionOf(v); fn != nil {
					fns[fn] = true
				}
			}
		}
	}
	return fns
}

func functionOf(v ssa.Value) *ssa.Function {
	switch v := v.(type) {
	case *ssa.Function:
		return v
	case *ssa.MakeClosure:
		fn, _ := v.Fn.(*ssa.Function)
		return fn
	case *ssa.ChangeType:
		return functionOf(v.X)
	}
	return nil
}

// ownProgram reports whether the package is a program, or written for one:
// then it may decide about the process.
func (j *judge) ownProgram() bool {
	if j.pass.Pkg.Name() == "main" {
		return true
	}
	for _, elem := range strings.Split(j.pass.Pkg.Path(), "/") {
		if elem == "cmd" || elem == "cmds" || elem == "command" || elem == "commands" {
			return true
		}
	}
	return false
}

func exported(f *effects.Func) bool {
	obj, ok := f.Fn.Object().(*types.Func)
	return ok && obj.Exported()
}

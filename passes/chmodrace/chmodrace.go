package chmodrace

import (
	_ "embed"
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/inspect"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/place"
	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/internal/value"
	"github.com/permvet/permvet/passes/effects"
)

//go:embed doc.go
var docGo string

// The kinds of finding.
var (
	narrowedAfterCreate = report.Kind{ID: "narrowed-after-create", Level: report.Error, CWE: "CWE-378", Since: "0.1", Summary: "an object is created with a wider mode than it gets afterwards"}
	chmodForeignDir     = report.Kind{ID: "chmod-foreign-dir", Level: report.Warning, CWE: "CWE-732", Since: "0.1", Summary: "the mode of a directory that belongs to someone else is changed"}
	chmodByName         = report.Kind{ID: "chmod-by-name", Level: report.Warning, CWE: "CWE-367", Since: "0.1", Summary: "the mode is set through the name although the open file is at hand"}
	modeNotApplied      = report.Kind{ID: "mode-not-applied", Level: report.Note, CWE: "CWE-281", Since: "0.1", Summary: "a private mode does not reach a secret that exists already"}
)

// Kinds are what the check can find.
var Kinds = []report.Kind{
	narrowedAfterCreate, chmodForeignDir, chmodByName, modeNotApplied,
}

// Analyzer is the check.
var Analyzer = report.NewCheck(report.Check{
	Name: "chmodrace", Doc: docGo, Kinds: Kinds, Systems: report.Unix,
	Requires: []*analysis.Analyzer{effects.Analyzer, inspect.Analyzer},
	Run:      run,
})

// A judge looks at the functions of one package.
type judge struct {
	pass *analysis.Pass
	r    *report.Reporter
	res  *effects.Result

	assigns  map[ast.Expr]*ast.AssignStmt // by what they store, and
	assigned map[types.Object]int         // how often: see indexAssignments
}

func run(pass *analysis.Pass, r *report.Reporter) error {
	j := &judge{pass: pass, r: r, res: pass.ResultOf[effects.Analyzer].(*effects.Result)}
	for _, f := range j.res.Funcs {
		for _, c := range f.Of(api.Chmod) {
			if r.InTest(c.Pos()) {
				continue
			}
			j.narrowed(f, c)
			j.byName(f, c)
			j.foreignDir(f, c)
		}
		for _, m := range f.Of(api.Create) {
			if !r.InTest(m.Pos()) {
				j.notApplied(f, m)
			}
		}
	}
	return nil
}

// replaced reports whether the object that m made is certainly another one, or
// gone, when c runs.
func replaced(f *effects.Func, m, c *effects.Effect) bool {
	for _, e := range f.Around(m, api.Remove, api.Create) {
		if e == c || !f.MayFollow(m, e) || !f.MayFollow(e, c) {
			continue
		}
		again := e.Kind == api.Remove || e.Makes() && e.Row != nil && (e.Row.Excl || e.Row.Replaces)
		if again && f.Dominates(e, c) && value.Same(e.Object.Path, m.Object.Path) == value.Yes {
			return true
		}
	}
	return false
}

// judgedInside reports whether the two effects come from one call and nothing
// about their modes became certain only here: the callee was judged already.
func judgedInside(a, b *effects.Effect) bool {
	return !a.Own() && !b.Own() && a.Instr == b.Instr && !a.Speaks(effects.BoundMode) && !b.Speaks(effects.BoundMode)
}

// unreachable reports whether the path lies where other users cannot get at it:
// below a directory of this program alone, on a kernel file system.
func (j *judge) unreachable(e *effects.Effect) bool { return j.res.Reach(e) <= place.Private }

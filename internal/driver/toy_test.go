package driver_test

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/astutil"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/permvet/permvet/internal/meta"
	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/internal/settings"
)

// toyDoc is the doc.go of the check modes.
const toyDoc = `// Package modes judges os.Chmod.
//
// # Analyzer modes
//
// modes: judge the mode given to os.Chmod
//
// It follows wrappers.
package modes
`

var (
	worldWritable = meta.Kind{ID: "world-writable", Level: meta.Error, CWE: "CWE-732", Summary: "anyone can write"}
	groupWritable = meta.Kind{ID: "group-writable", Level: meta.Warning, CWE: "CWE-732", Summary: "the group can write"}
	readable      = meta.Kind{ID: "readable", Level: meta.Note, Summary: "anyone can read"}
	toyKinds      = []meta.Kind{worldWritable, groupWritable, readable}
)

// toySuite is a suite with everything that a driver must cope with, small enough to read: levels, strict mode, facts
// across packages, related places, fixes that overlap or take an import away, and an analyzer that fails.
func toySuite(s settings.Settings) (meta.Suite, error) {
	modes := report.NewCheck(report.Check{
		Name: "modes", Doc: toyDoc, Kinds: toyKinds,
		Run: func(pass *analysis.Pass, r *report.Reporter) error {
			toy := &toy{pass: pass, Reporter: r}
			toy.exportWrappers()
			toy.judgeCalls()
			return nil
		},
	})
	modes.URL = "https://example.com/modes.md"
	modes.FactTypes = []analysis.Fact{new(passesMode)}
	fragile := &analysis.Analyzer{
		Name: "fragile", Doc: "fail on functions that ask for it",
		Requires: []*analysis.Analyzer{report.Analyzer},
		Run:      runFragile,
	}
	checks, policy, err := s.Apply([]meta.Check{
		{
			Analyzer: modes, Title: "modes for everyone",
			Doc:   "modes: modes for everyone\n\nModes judges os.Chmod.\n\n# world-writable\n\nAnyone can write.\n\n    chmod 0777\n\n# readable\n\nAnyone can read.\n",
			Kinds: toyKinds,
		},
		{
			Analyzer: fragile, Title: "fails on demand", Doc: "fragile: fails on demand",
			Kinds: []meta.Kind{{ID: "any", Level: meta.Warning, Summary: "nothing"}},
		},
	})
	if err != nil {
		return meta.Suite{}, err
	}
	debug := &analysis.Analyzer{Name: "debug", Doc: "report functions", Run: func(pass *analysis.Pass) (any, error) {
		for _, file := range pass.Files {
			for _, decl := range file.Decls {
				if fn, ok := decl.(*ast.FuncDecl); ok {
					pass.Report(analysis.Diagnostic{Pos: fn.Name.Pos(), Category: "told", Message: "a function"})
				}
			}
		}
		return nil, nil
	}}
	return meta.Suite{URL: "https://example.com/toy", Debug: debug, Checks: checks, Source: policy.Rows.Known}, nil
}

// passesMode is a fact indicating that a function passes its parameter Index on as a mode.
type passesMode struct{ Index int }

func (*passesMode) AFact()           {}
func (f *passesMode) String() string { return fmt.Sprintf("passesMode(%d)", f.Index) }

type toy struct {
	pass *analysis.Pass
	*report.Reporter
}

// modeArg finds the argument of a call that becomes a mode.
func (t *toy) modeArg(call *ast.CallExpr) (ast.Expr, *types.Func) {
	fn := typeutil.StaticCallee(t.pass.TypesInfo, call)
	if fn == nil {
		return nil, nil
	}
	if fn.FullName() == "os.Chmod" {
		return call.Args[1], nil
	}
	var fact passesMode
	if t.pass.ImportObjectFact(fn, &fact) {
		return call.Args[fact.Index], fn
	}
	return nil, nil
}

func (t *toy) exportWrappers() {
	for _, file := range t.pass.Files {
		for _, decl := range file.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok || fn.Body == nil {
				continue
			}
			obj := t.pass.TypesInfo.Defs[fn.Name].(*types.Func)
			ast.Inspect(fn.Body, func(n ast.Node) bool {
				if call, ok := n.(*ast.CallExpr); ok {
					if arg, _ := t.modeArg(call); arg != nil {
						for i := range obj.Signature().Params().Len() {
							if id, ok := arg.(*ast.Ident); ok && t.pass.TypesInfo.Uses[id] == obj.Signature().Params().At(i) {
								t.pass.ExportObjectFact(obj, &passesMode{i})
							}
						}
					}
				}
				return true
			})
		}
	}
}

func (t *toy) judgeCalls() {
	for _, file := range t.pass.Files {
		ast.Inspect(file, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				if arg, wrapper := t.modeArg(call); arg != nil {
					t.judge(file, call, arg, wrapper)
				}
			}
			return true
		})
	}
}

func (t *toy) judge(file *ast.File, call *ast.CallExpr, arg ast.Expr, wrapper *types.Func) {
	tv := t.pass.TypesInfo.Types[arg]
	if tv.Value == nil {
		return
	}
	mode, _ := constant.Int64Val(tv.Value)
	var kind meta.Kind
	switch {
	case mode&0o002 != 0:
		kind = worldWritable
	case mode&0o020 != 0:
		kind = groupWritable
	case mode&0o044 != 0:
		kind = readable
	default:
		return
	}
	d := report.Finding{
		Pos: arg.Pos(), End: arg.End(), Kind: kind,
		Message: fmt.Sprintf("mode %#o is too wide", mode),
	}
	if wrapper != nil {
		d.Related = []analysis.RelatedInformation{{Pos: wrapper.Pos(), End: wrapper.Pos(), Message: "the mode goes through here"}}
	}
	d.Fixes = t.fixes(file, call, arg)
	t.Report(d)
}

// fixes are: none for 0o222, delete the whole file body's statement for 0o777 (which may leave imports unused), one
// that overlaps its neighbours on the same line for 0o767, and else a better mode.
func (t *toy) fixes(file *ast.File, call *ast.CallExpr, arg ast.Expr) []analysis.SuggestedFix {
	text := "0o600"
	if t.Helpers() {
		text = "0o640"
	}
	pos, end := arg.Pos(), arg.End()
	switch lit, _ := arg.(*ast.BasicLit); {
	case lit == nil, lit.Value == "0o222":
		return nil
	case lit.Value == "0o777":
		pos, end, text = call.Pos(), call.End(), "error(nil)"
	case lit.Value == "0o767":
		path, _ := astutil.PathEnclosingInterval(file, call.Pos(), call.End())
		for _, n := range path {
			if stmt, ok := n.(*ast.ReturnStmt); ok {
				pos, end, text = stmt.Pos(), stmt.End(), "return nil"
			}
		}
	case lit.Value == "0o666":
		return []analysis.SuggestedFix{{Message: "Break it", TextEdits: []analysis.TextEdit{{Pos: pos, End: end, NewText: []byte("((")}}}}
	}
	return []analysis.SuggestedFix{
		{Message: "Narrow it", TextEdits: []analysis.TextEdit{{Pos: pos, End: end, NewText: []byte(text)}}},
		{Message: "Never apply this", TextEdits: []analysis.TextEdit{{Pos: pos, End: end, NewText: []byte("second()")}}},
	}
}

func runFragile(pass *analysis.Pass) (any, error) {
	for _, file := range pass.Files {
		for _, decl := range file.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			switch {
			case !ok:
			case fn.Name.Name == "PleasePanic":
				var info *types.Info
				info.Uses[nil] = nil // panics
			case fn.Name.Name == "PleaseFail":
				return nil, fmt.Errorf("no luck with %s", fn.Name.Name)
			case strings.HasPrefix(fn.Name.Name, "Undeclared"):
				pass.Report(analysis.Diagnostic{Pos: fn.Name.Pos(), End: token.NoPos, Message: "a kind of no name"})
			}
		}
	}
	return nil, nil
}

package effects

import (
	"fmt"
	"go/ast"
	"go/types"
	"os"
	"reflect"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/ctrlflow"
	"golang.org/x/tools/go/analysis/passes/inspect"
	"golang.org/x/tools/go/ssa"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/internal/value"
)

// Analyzer reports nothing. Its result, a [*Result], tells what each function
// of the package does.
var Analyzer = &analysis.Analyzer{
	Name:       "effects",
	Doc:        "what each function does to files, descriptors and processes",
	URL:        "https://github.com/permvet/permvet/blob/main/docs/design.md#effects",
	Run:        report.Guard("effects", run),
	Requires:   []*analysis.Analyzer{inspect.Analyzer, ctrlflow.Analyzer, report.Analyzer},
	ResultType: reflect.TypeFor[*Result](),
	FactTypes:  []analysis.Fact{new(Summary), new(Global), new(PackageSummary)},
}

func run(pass *analysis.Pass) (any, error) {
	res := newResult(pass, pass.ResultOf[report.Analyzer].(*report.Info).GOOS)
	prog, pkg, all, err := buildSSA(pass)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	if pkg == nil {
		exportConstants(pass)
		res.Program = importedProgram(pass)
		exportProgram(pass, res.Program)
		return res, nil
	}
	s := newScanner(pass, res, prog, pkg, all)
	s.All, s.alone = s.outsideTests(all)
	s.hand(res)
	s.scanAll()
	res.Program = s.summarizePackage()
	if s.alone {
		t := s.withTests(all)
		t.scanAll()
		res.tests = t.res
		t.exportUnlessStd() // for external tests
	}
	s.exportUnlessStd()
	exportProgram(pass, res.Program)
	return res, nil
}

// scanAll makes the effects of all functions.
func (s *scanner) scanAll() {
	for _, fn := range s.All {
		s.summaryOfFunc(fn)
		if fn.Synthetic != "" && len(fn.Blocks) > 0 {
			s.scan(fn) // the package initialiser
		}
		if f := s.funcs[fn]; f != nil && len(f.Effects) > 0 {
			s.res.Funcs = append(s.res.Funcs, f)
		}
	}
	for _, f := range s.funcs {
		f.complete = true
	}
	s.Complete()
}

// buildSSA builds SSA for the package. It does what the buildssa pass does, but
// only for packages that can have an effect, and it knows the package's
// initialiser too. It makes known to the builder only the packages of which the
// code names a function or variable: making one costs as much as it has members.
// The builder panics where it meets an object of another; then all imports are
// made known to it. It panics too on packages that only seem to type-check, as
// those do whose cgo step could not run: that is said, and they are taken to
// have no effects.
func buildSSA(pass *analysis.Pass) (prog *ssa.Program, pkg *ssa.Package, all []*ssa.Function, err error) {
	if !relevant(pass) {
		return nil, nil, nil, nil
	}
	if prog, pkg, err = tryBuild(pass, namedPackages(pass)); err != nil {
		prog, pkg, err = tryBuild(pass, allImports(pass.Pkg))
	}
	if err != nil {
		return nil, nil, nil, err
	}
	return prog, pkg, functions(pass, prog, pkg), nil
}

func tryBuild(pass *analysis.Pass, imports []*types.Package) (prog *ssa.Program, pkg *ssa.Package, err error) {
	defer func() {
		if v := recover(); v != nil {
			prog, pkg = nil, nil
			err = fmt.Errorf("permvet: package %s is not checked: its SSA form cannot be built (%v): see that go build accepts it, with cgo if it needs that", pass.Pkg.Path(), v)
		}
	}()
	cfgs := pass.ResultOf[ctrlflow.Analyzer].(*ctrlflow.CFGs)
	prog = ssa.NewProgram(pass.Fset, ssa.BareInits)
	prog.SetNoReturn(cfgs.NoReturn)
	for _, p := range imports {
		prog.CreatePackage(p, nil, nil, true)
	}
	pkg = prog.CreatePackage(pass.Pkg, pass.Files, pass.TypesInfo, false)
	pkg.Build()
	return prog, pkg, nil
}

// namedPackages returns the packages of which the code names a function or a
// variable.
func namedPackages(pass *analysis.Pass) []*types.Package {
	seen := map[*types.Package]bool{pass.Pkg: true, nil: true}
	var named []*types.Package
	for _, obj := range pass.TypesInfo.Uses {
		switch v := obj.(type) {
		case *types.Func:
		case *types.Var:
			if v.IsField() || v.Pkg() == nil || v.Parent() != v.Pkg().Scope() {
				continue
			}
		default:
			continue
		}
		if p := obj.Pkg(); !seen[p] {
			seen[p] = true
			named = append(named, p)
		}
	}
	slices.SortFunc(named, func(a, b *types.Package) int { return strings.Compare(a.Path(), b.Path()) })
	return named
}

// allImports returns everything that the package imports, however far.
func allImports(pkg *types.Package) []*types.Package {
	var all []*types.Package
	seen := map[*types.Package]bool{pkg: true}
	var add func(*types.Package)
	add = func(p *types.Package) {
		for _, q := range p.Imports() {
			if !seen[q] {
				seen[q] = true
				all = append(all, q)
				add(q)
			}
		}
	}
	add(pkg)
	return all
}

// functions lists the functions of the package in source order, literals after
// the function they stand in, the package's initialiser first.
func functions(pass *analysis.Pass, prog *ssa.Program, pkg *ssa.Package) []*ssa.Function {
	var all []*ssa.Function
	var add func(*ssa.Function)
	add = func(f *ssa.Function) {
		all = append(all, f)
		for _, a := range f.AnonFuncs {
			add(a)
		}
	}
	if init := pkg.Func("init"); init != nil {
		add(init)
	}
	for _, file := range pass.Files {
		for _, decl := range file.Decls {
			if d, ok := decl.(*ast.FuncDecl); ok {
				if obj, ok := pass.TypesInfo.Defs[d.Name].(*types.Func); ok {
					if f := prog.FuncValue(obj); f != nil {
						add(f)
					}
				}
			}
		}
	}
	return all
}

// exportUnlessStd writes the facts of a package outside the standard library:
// summaries of functions that others can call, values of variables that others
// can read.
func (s *scanner) exportUnlessStd() {
	if isStd(s.pass.Pkg.Path()) {
		return
	}
	for _, fn := range s.All {
		obj, ok := fn.Object().(*types.Func)
		if !ok || obj.Pkg() != s.pass.Pkg || !obj.Exported() || fn.Synthetic != "" {
			continue
		}
		if sum := s.sums[fn]; sum != nil {
			s.pass.ExportObjectFact(obj, sum)
		}
	}
	s.IndexGlobals()
	for _, name := range s.pass.Pkg.Scope().Names() {
		v, ok := s.pass.Pkg.Scope().Lookup(name).(*types.Var)
		if !ok || !v.Exported() {
			continue
		}
		g, ok := s.Pkg.Members[name].(*ssa.Global)
		if !ok {
			continue
		}
		if st := s.Globals[g]; st != nil {
			if fact := s.globalValue(st.Val); fact != nil {
				s.pass.ExportObjectFact(v, fact)
			}
		}
	}
}

func (s *scanner) globalValue(v ssa.Value) *Global {
	b, ok := v.Type().Underlying().(*types.Basic)
	if !ok {
		if d := s.Data(v); d.Taint&api.TaintEnviron != 0 {
			return &Global{Data: value.Data{Taint: api.TaintEnviron, Why: d.Why}}
		}
		return nil
	}
	switch {
	case b.Info()&types.IsString != 0:
		if p := s.Path(v); len(p.Parts) > 0 && !hasLocal(p) {
			return &Global{Path: p}
		}
	case b.Info()&types.IsInteger != 0:
		if w := s.Word(v); w.Ones|w.Zeros == ^uint64(0) {
			return &Global{Word: w}
		}
	}
	return nil
}

// hasLocal reports whether a text has a part that only its function knows.
func hasLocal(p value.Text) bool {
	return slices.ContainsFunc(p.Parts, func(q value.Part) bool { return q.Kind != value.Literal && value.Key(q.Text).IsLocal() })
}

func importedProgram(pass *analysis.Pass) Program {
	var p Program
	for _, imp := range pass.Pkg.Imports() {
		var q PackageSummary
		if pass.ImportPackageFact(imp, &q) {
			p.merge(&q)
		}
	}
	return p
}

func (p *PackageSummary) merge(q *PackageSummary) {
	p.Spawns = normalize(append(p.Spawns, q.Spawns...))
	p.Execs = normalize(append(p.Execs, q.Execs...))
	p.Clears = normalize(append(p.Clears, q.Clears...))
	p.Wide = normalize(append(p.Wide, q.Wide...))
	p.Goroutines = p.Goroutines || q.Goroutines
}

func exportProgram(pass *analysis.Pass, p Program) {
	q := p.PackageSummary
	if len(q.Spawns)+len(q.Execs)+len(q.Clears)+len(q.Wide) > 0 && !isStd(pass.Pkg.Path()) {
		pass.ExportPackageFact(&q)
	}
}

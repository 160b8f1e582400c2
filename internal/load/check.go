package load

import (
	"go/ast"
	"go/types"
)

// Check type-checks a package; its imports must have been checked. With bodies, it keeps syntax and type information,
// until Forget. Different packages can be checked at the same time.
func (g *Graph) Check(p *Package, bodies bool) {
	if p.PkgPath == "unsafe" {
		p.Types, p.TypesInfo = types.Unsafe, newInfo()
		return
	}
	g.typeCheck(p, g.parse(p, bodies), bodies)
	p.IllTyped = p.Problem != nil
	g.byTypes.Store(p.Types, p)
}

// Forget drops the syntax and the type information of a package, but not its types. It must be called once for each
// package, looked at or not.
func (g *Graph) Forget(p *Package) {
	p.Syntax, p.TypesInfo, p.Untyped = nil, nil, nil
	g.sources.forget(p.GoFiles)
}

// ReadFile reads a file of a package as the parser did.
func (g *Graph) ReadFile(name string) ([]byte, error) { return g.read(name) }

// parse parses the files of a package.
func (g *Graph) parse(p *Package, bodies bool) []*ast.File {
	if len(p.Errors) > 0 {
		p.Problem = listProblem(p.Package)
	}
	parse := g.sources.parseDeclarations
	if bodies {
		parse = g.sources.parse
	}
	var files []*ast.File
	for _, name := range p.GoFiles {
		file, err := parse(name, g.read)
		if err != nil && (p.Problem == nil || p.Problem.Position.Filename == "") {
			p.Problem = syntaxProblem(p.Package, name, err)
		}
		if file != nil {
			files = append(files, file)
		}
	}
	return files
}

func (g *Graph) typeCheck(p *Package, files []*ast.File, bodies bool) {
	if bodies {
		p.Syntax, p.TypesInfo = files, newInfo()
	}
	conf := &types.Config{
		Importer:         importerFunc(func(path string) (*types.Package, error) { return g.resolve(p, path) }),
		IgnoreFuncBodies: !bodies,
		Sizes:            g.sizes,
		Error: func(err error) {
			if p.Problem == nil && !trusted(files, err) {
				p.Problem = typeProblem(p.Package, err)
			}
		},
	}
	if p.Module != nil && p.Module.GoVersion != "" {
		conf.GoVersion = "go" + p.Module.GoVersion
	}
	p.Types, _ = conf.Check(p.PkgPath, g.Fset, files, p.TypesInfo) // errors arrive through conf.Error
	if bodies {
		p.Syntax, p.Untyped = dropUntypedBodies(files, p.TypesInfo)
	}
}

// resolve returns the types of an import.
func (g *Graph) resolve(p *Package, path string) (*types.Package, error) {
	if path == "C" {
		return packageC(g.GOOS, g.sizes), nil
	}
	return resolve(p.Package, path)
}

// newInfo asks for all that a pass may want, SSA construction included.
func newInfo() *types.Info {
	return &types.Info{
		Types:        map[ast.Expr]types.TypeAndValue{},
		Instances:    map[*ast.Ident]types.Instance{},
		Defs:         map[*ast.Ident]types.Object{},
		Uses:         map[*ast.Ident]types.Object{},
		Implicits:    map[ast.Node]types.Object{},
		Selections:   map[*ast.SelectorExpr]*types.Selection{},
		Scopes:       map[ast.Node]*types.Scope{},
		FileVersions: map[*ast.File]string{},
	}
}

type importerFunc func(path string) (*types.Package, error)

func (f importerFunc) Import(path string) (*types.Package, error) { return f(path) }

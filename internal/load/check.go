package load

import (
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"runtime"
	"sync"

	"golang.org/x/tools/go/packages"
)

// checker parses and type-checks a graph of packages in parallel, each after its imports.
type checker struct {
	ctx    context.Context
	fset   *token.FileSet
	goroot string
	effect func(types.Object) bool
	nodes  map[*packages.Package]*node
	slots  chan struct{} // one for each processor

	mu     sync.Mutex
	parsed map[string]*parsedFile // by name: a package and its test variant share files

	effective sync.Map // functions and variables (types.Object) that can have an effect
}

// A node is one package on its way through the checker.
type node struct {
	pkg     *packages.Package
	bodies  bool // function bodies are type-checked and kept
	sieved  bool // but only if something in them can have an effect
	done    chan struct{}
	problem *Problem // the first reason why the package cannot be analyzed
}

type parsedFile struct {
	once sync.Once
	file *ast.File
	err  error
}

func newChecker(ctx context.Context, fset *token.FileSet, cfg Config, goroot string, roots []*packages.Package) *checker {
	c := &checker{
		ctx: ctx, fset: fset, goroot: goroot, effect: cfg.Effect,
		nodes:  map[*packages.Package]*node{},
		slots:  make(chan struct{}, runtime.GOMAXPROCS(0)),
		parsed: map[string]*parsedFile{},
	}
	packages.Visit(roots, nil, func(p *packages.Package) { // imports come before importers
		n := &node{pkg: p, bodies: c.bodiesMatter(p, cfg.Source), done: make(chan struct{})}
		n.sieved = !c.isStandard(p) && (p.Module == nil || !p.Module.Main)
		c.nodes[p] = n
	})
	for _, p := range roots {
		c.nodes[p].bodies, c.nodes[p].sieved = true, false
	}
	return c
}

// run type-checks every package. It returns early, with the context's error, when the context is done.
func (c *checker) run() error {
	var wg sync.WaitGroup
	for _, n := range c.nodes {
		wg.Go(func() {
			defer close(n.done)
			c.check(n)
		})
	}
	wg.Wait()
	return c.ctx.Err()
}

// work runs f in one of the slots, unless the context is done.
func (c *checker) work(f func()) {
	c.slots <- struct{}{}
	defer func() { <-c.slots }()
	if c.ctx.Err() == nil {
		f()
	}
}

func (c *checker) check(n *node) {
	p := n.pkg
	p.Fset = c.fset
	if p.PkgPath == "unsafe" {
		p.Types, p.TypesInfo = types.Unsafe, newInfo()
		return
	}
	var files []*ast.File
	c.work(func() { files = c.parseFiles(n) })
	for _, dep := range p.Imports {
		<-c.nodes[dep].done
	}
	c.work(func() { c.typeCheck(n, files) })
	p.IllTyped = n.problem != nil
}

// parseFiles parses the files that the compiler sees. Where cgo could not translate a package, it takes the files as
// they are written, and cgo's complaint is no problem: the type checker can take "C" on trust.
func (c *checker) parseFiles(n *node) []*ast.File {
	p := n.pkg
	if len(p.Errors) > 0 && c.anyImportsC(p.GoFiles) {
		p.CompiledGoFiles, p.Errors = p.GoFiles, nil
	}
	if len(p.Errors) > 0 {
		n.problem = listProblem(p)
	}
	var files []*ast.File
	for _, name := range p.CompiledGoFiles {
		file, err := c.parse(name)
		if err != nil && (n.problem == nil || n.problem.Position.Filename == "") {
			n.problem = syntaxProblem(p, name, err)
		}
		if file != nil {
			files = append(files, file)
		}
	}
	return files
}

func (c *checker) parse(name string) (*ast.File, error) {
	c.mu.Lock()
	pf := c.parsed[name]
	if pf == nil {
		pf = new(parsedFile)
		c.parsed[name] = pf
	}
	c.mu.Unlock()
	pf.once.Do(func() {
		pf.file, pf.err = parser.ParseFile(c.fset, name, nil, parser.SkipObjectResolution|parser.ParseComments)
	})
	return pf.file, pf.err
}

func (c *checker) typeCheck(n *node, files []*ast.File) {
	p := n.pkg
	if n.bodies {
		p.Syntax, p.TypesInfo = files, newInfo()
	}
	conf := &types.Config{
		Importer:         importerFunc(func(path string) (*types.Package, error) { return resolve(p, path) }),
		FakeImportC:      true,
		IgnoreFuncBodies: !n.bodies,
		Sizes:            p.TypesSizes,
		Error: func(err error) {
			if n.problem == nil {
				n.problem = typeProblem(p, err)
			}
		},
	}
	if p.Module != nil && p.Module.GoVersion != "" {
		conf.GoVersion = "go" + p.Module.GoVersion
	}
	p.Types, _ = conf.Check(p.PkgPath, c.fset, files, p.TypesInfo) // errors arrive through conf.Error
	if n.bodies {
		p.Syntax = dropUntypedBodies(files, p.TypesInfo)
		c.sieve(n)
	}
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

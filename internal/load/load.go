// Package load reads packages for analysis from source, without compiled export data: it lists them with the go
// command, and parses and type-checks those of which somebody asks, with function bodies only where an analyzer can
// learn something from them. On a large module that takes seconds where a cold build takes minutes.
//
// It runs the go command to list packages and reads files; it compiles nothing and runs nothing else. Files that
// import "C" are read as they are written, and what they say of C is taken on trust.
package load

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"golang.org/x/tools/go/packages"
)

// Config says what to load and from where.
type Config struct {
	Dir   string   // directory of the go command; empty means the current one
	Env   []string // environment of the go command; nil means the current one
	Tests bool     // also load the test variants

	BuildFlags []string // flags of the go command, such as -tags=netgo

	// Source tells the packages whose calls matter, by import path. A dependency outside the standard library has
	// Bodies if it reaches one of them through imports. Nil means that all such dependencies have them.
	Source func(path string) bool

	// Read reads a source file. Nil means that the file itself is read.
	Read func(name string) ([]byte, error)

	// Sources are the files that were parsed before, for a run that shares them with others. Nil means that there are
	// none.
	Sources *Sources
}

// A Graph is what the go command knows of the packages that the patterns name and of all that they import.
type Graph struct {
	Fset *token.FileSet

	// Roots are the packages that the patterns name, sorted by ID.
	Roots []*Package

	// Packages are the roots and all that they import, in an order in which imports come before importers.
	Packages []*Package

	// Unmatched tells of the patterns that name no package.
	Unmatched []Problem

	// GOOS, GOARCH and GoVersion are those of the go command.
	GOOS, GOARCH, GoVersion string

	goroot  string
	sizes   types.Sizes
	sources *Sources
	read    func(name string) ([]byte, error)
	byTypes sync.Map // *types.Package to *Package
}

// A Package is a node of the graph. Types, Syntax and TypesInfo are set by Check.
type Package struct {
	*packages.Package

	// Deps are the imports by path as the source writes it.
	Deps map[string]*Package

	// Index is the place in Graph.Packages.
	Index int

	Root     bool // a pattern names it
	Standard bool // it belongs to the standard library
	Own      bool // it can change at any time: it belongs to the main module, or to one that is replaced by a directory

	// Bodies tells that facts can arise in its functions: whoever wants its facts must look into them.
	Bodies bool

	// Untyped are the functions whose bodies Check left out because they use of C what is known to a C compiler only.
	Untyped []*ast.FuncDecl

	// Problem is the first reason why the package cannot be analyzed, so far as it was looked at.
	Problem *Problem
}

// listMode asks the go command for names, files and the import graph, but for no types, which are made here, and for
// no compiled files: to make those, it runs cgo and the C compiler.
const listMode = packages.NeedName | packages.NeedFiles | packages.NeedImports | packages.NeedDeps | packages.NeedModule

// List lists the packages that the patterns name. The error is about the request as a whole; what is wrong with a
// single package becomes a Problem.
func List(ctx context.Context, cfg Config, patterns ...string) (*Graph, error) {
	env := make(chan goEnv, 1)
	go func() { env <- findEnv(ctx, cfg) }()

	g := &Graph{sources: cfg.Sources, read: cfg.Read}
	if g.read == nil {
		g.read = os.ReadFile
	}
	if g.sources == nil {
		g.sources = NewSources()
	}
	g.Fset = g.sources.fset
	roots, err := packages.Load(&packages.Config{
		Mode: listMode, Context: ctx, Dir: cfg.Dir, Env: cfg.Env, Tests: cfg.Tests, Fset: g.Fset, BuildFlags: cfg.BuildFlags,
	}, patterns...)
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, listError(err)
	}
	roots = slices.DeleteFunc(roots, isTestMain)
	g.use(<-env)
	g.Unmatched = unmatched(cfg.Dir, patterns, roots)
	g.build(cfg, roots)
	return g, nil
}

// build makes the nodes of the graph.
func (g *Graph) build(cfg Config, roots []*packages.Package) {
	slices.SortFunc(roots, func(a, b *packages.Package) int { return cmp.Compare(a.ID, b.ID) })
	nodes := map[*packages.Package]*Package{}
	packages.Visit(roots, nil, func(p *packages.Package) { // imports come before importers
		n := &Package{Package: p, Index: len(g.Packages), Deps: map[string]*Package{}}
		nodes[p] = n
		g.Packages = append(g.Packages, n)
		for path, dep := range p.Imports {
			n.Deps[path] = nodes[dep]
		}
		p.Fset, p.TypesSizes = g.Fset, g.sizes
		p.CompiledGoFiles = p.GoFiles
		n.Standard = g.isStandard(p)
		n.Own = !n.Standard && isOwn(p.Module)
		n.Bodies = bodiesMatter(n, cfg.Source)
		g.sources.expect(p.GoFiles)
	})
	for _, p := range roots {
		n := nodes[p]
		n.Root, n.Bodies = true, true
		g.Roots = append(g.Roots, n)
	}
}

// isOwn reports whether the files of a module can change at any time; those of a version in the module cache cannot.
func isOwn(m *packages.Module) bool {
	if m == nil {
		return true
	}
	if m.Replace != nil {
		m = m.Replace
	}
	return m.Version == ""
}

// PackageOf returns the node of a package that was type-checked.
func (g *Graph) PackageOf(t *types.Package) *Package {
	n, _ := g.byTypes.Load(t)
	p, _ := n.(*Package)
	return p
}

// listError takes the go command's own words out of what go/packages wraps around them.
func listError(err error) error {
	before, words, _ := strings.Cut(oneLine(err.Error()), "stderr:")
	if words = strings.TrimSpace(words); words == "" {
		words = strings.TrimRight(strings.TrimPrefix(before, "err: "), ": ")
	}
	return fmt.Errorf("the go command cannot list the packages: %s", strings.TrimPrefix(words, "go: "))
}

// isTestMain recognizes the main package that the go command writes for a test binary: it holds nobody's code.
func isTestMain(p *packages.Package) bool {
	return p.Name == "main" && strings.HasSuffix(p.ID, ".test") && strings.HasSuffix(p.PkgPath, ".test")
}

// goEnv is what the go command says of itself.
type goEnv struct{ GOROOT, GOOS, GOARCH, GOVERSION string }

// findEnv asks the go command for its environment; empty if it does not answer.
func findEnv(ctx context.Context, cfg Config) (env goEnv) {
	cmd := exec.CommandContext(ctx, "go", "env", "-json", "GOROOT", "GOOS", "GOARCH", "GOVERSION")
	cmd.Dir, cmd.Env = cfg.Dir, cfg.Env
	out, err := cmd.Output()
	if err != nil {
		return goEnv{} // the listing fails too, and says why
	}
	_ = json.Unmarshal(out, &env)
	return env
}

func (g *Graph) use(env goEnv) {
	g.GOOS, g.GOARCH, g.GoVersion = env.GOOS, env.GOARCH, env.GOVERSION
	if env.GOROOT != "" {
		g.goroot = filepath.Clean(env.GOROOT)
	}
	if g.sizes = types.SizesFor("gc", g.GOARCH); g.sizes == nil {
		g.sizes = types.SizesFor("gc", runtime.GOARCH)
	}
}

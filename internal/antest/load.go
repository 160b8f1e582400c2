package antest

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"golang.org/x/tools/go/packages"
)

// Loading the standard library anew for every run would take most of the time
// of a test, so what lies outside the main module is type-checked once per
// process and GOOS.
var shared = &loader{fset: token.NewFileSet(), done: make(map[string]*packages.Package)}

type loader struct {
	mu   sync.Mutex
	fset *token.FileSet
	done map[string]*packages.Package // by goos and package ID
}

// load lists the test packages with the go command and type-checks them and
// all they import from source. Overlay replaces the content of files.
func load(goos, dir string, names []string, overlay map[string][]byte) ([]*packages.Package, error) {
	shared.mu.Lock()
	defer shared.mu.Unlock()
	modfile, err := moduleFile(dir)
	if err != nil {
		return nil, err
	}
	defer modfile.remove()
	cfg := &packages.Config{
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles | packages.NeedImports |
			packages.NeedDeps | packages.NeedModule | packages.NeedTypesSizes,
		Env:        append(os.Environ(), "GOOS="+goos, "CGO_ENABLED=0", "GOFLAGS=", "GOWORK=off", "GOPROXY=off"),
		BuildFlags: modfile.flags(),
		Tests:      true,
		Overlay:    overlay,
	}
	var patterns []string
	for _, name := range names {
		patterns = append(patterns, "./"+filepath.ToSlash(filepath.Join(dir, name)))
	}
	listed, err := packages.Load(cfg, patterns...)
	if err != nil {
		return nil, fmt.Errorf("list %s: %w", strings.Join(patterns, " "), err)
	}
	r := &resolver{loader: shared, goos: goos, overlay: overlay, seen: make(map[*packages.Package]bool)}
	var pkgs []*packages.Package
	for _, p := range roots(listed) {
		r.fill(p)
		pkgs = append(pkgs, p)
	}
	if len(pkgs) == 0 {
		return nil, fmt.Errorf("no package in %s", strings.Join(patterns, " "))
	}
	return pkgs, nil
}

// roots leaves out the generated test mains, and a package of which there is
// a variant with its tests: the variant has the same files and more.
func roots(listed []*packages.Package) []*packages.Package {
	hasVariant := make(map[string]bool)
	for _, p := range listed {
		if p.ID != p.PkgPath {
			hasVariant[p.PkgPath] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(listed), func(p *packages.Package) bool {
		return strings.HasSuffix(p.ID, ".test") || p.ID == p.PkgPath && hasVariant[p.PkgPath]
	})
}

// A resolver fills in syntax and types of the packages of one load.
type resolver struct {
	*loader
	goos    string
	overlay map[string][]byte
	seen    map[*packages.Package]bool
}

// resolve returns the filled-in package for an imported one.
func (r *resolver) resolve(p *packages.Package) *packages.Package {
	if p.Module != nil && p.Module.Main {
		r.fill(p)
		return p
	}
	key := r.goos + " " + p.ID
	if old := r.done[key]; old != nil {
		return old
	}
	r.fill(p)
	r.done[key] = p
	return p
}

func (r *resolver) fill(p *packages.Package) {
	if r.seen[p] {
		return
	}
	r.seen[p] = true
	for _, path := range slices.Sorted(maps.Keys(p.Imports)) {
		p.Imports[path] = r.resolve(p.Imports[path])
		p.IllTyped = p.IllTyped || p.Imports[path].IllTyped
	}
	p.Fset = r.fset
	if p.PkgPath == "unsafe" {
		p.Types, p.TypesInfo = types.Unsafe, new(types.Info)
		return
	}
	for _, name := range p.CompiledGoFiles {
		if f := r.parse(p, name); f != nil {
			p.Syntax = append(p.Syntax, f)
		}
	}
	r.check(p)
	p.IllTyped = p.IllTyped || len(p.Errors) > 0
}

func (r *resolver) parse(p *packages.Package, name string) *ast.File {
	var src any
	if text, ok := r.overlay[name]; ok {
		src = text
	}
	f, err := parser.ParseFile(r.fset, name, src, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		p.Errors = append(p.Errors, packages.Error{Msg: err.Error(), Kind: packages.ParseError})
	}
	return f
}

func (r *resolver) check(p *packages.Package) {
	p.TypesInfo = &types.Info{
		Types:        make(map[ast.Expr]types.TypeAndValue),
		Instances:    make(map[*ast.Ident]types.Instance),
		Defs:         make(map[*ast.Ident]types.Object),
		Uses:         make(map[*ast.Ident]types.Object),
		Implicits:    make(map[ast.Node]types.Object),
		Selections:   make(map[*ast.SelectorExpr]*types.Selection),
		Scopes:       make(map[ast.Node]*types.Scope),
		FileVersions: make(map[*ast.File]string),
	}
	bodies := needsBodies(p)
	conf := types.Config{
		Importer:         importer(p.Imports),
		Sizes:            p.TypesSizes,
		IgnoreFuncBodies: !bodies,
		Error: func(err error) {
			p.Errors = append(p.Errors, packages.Error{Msg: err.Error(), Kind: packages.TypeError})
		},
	}
	if p.Module != nil && p.Module.GoVersion != "" {
		conf.GoVersion = "go" + p.Module.GoVersion
	}
	p.Types, _ = conf.Check(p.PkgPath, r.fset, p.Syntax, p.TypesInfo) // errors went to conf.Error
	if !bodies {
		stripBodies(p.Syntax)
	}
}

// needsBodies reports whether the function bodies of p can matter: those of
// the standard library only for the knowledge that os.Exit, log.Fatal and
// t.Fatal never return.
func needsBodies(p *packages.Package) bool {
	switch p.PkgPath {
	case "os", "log", "testing":
		return true
	}
	return p.Module != nil
}

// stripBodies removes what was not type-checked.
func stripBodies(files []*ast.File) {
	for _, f := range files {
		for _, decl := range f.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok {
				fn.Body = nil
			}
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if lit, ok := n.(*ast.FuncLit); ok {
				lit.Body = &ast.BlockStmt{Lbrace: lit.Body.Lbrace, Rbrace: lit.Body.Rbrace}
			}
			return true
		})
	}
}

// importer resolves imports among the loaded packages.
type importer map[string]*packages.Package

// Import implements types.Importer.
func (im importer) Import(path string) (*types.Package, error) {
	if p := im[path]; p != nil && p.Types != nil {
		return p.Types, nil
	}
	return nil, fmt.Errorf("cannot find package %q", path)
}

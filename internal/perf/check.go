package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"runtime"
	"sync"

	"golang.org/x/tools/go/packages"
)

// A checker type-checks packages in parallel, each after its imports. It shares nothing with permvet's own loader.
type checker struct {
	fset  *token.FileSet
	slots chan struct{}
	done  map[*packages.Package]chan struct{}
	group sync.WaitGroup
}

func newChecker() *checker {
	return &checker{
		fset: token.NewFileSet(), slots: make(chan struct{}, runtime.GOMAXPROCS(0)),
		done: map[*packages.Package]chan struct{}{},
	}
}

// add begins with a package; its imports must have been added.
func (c *checker) add(p *packages.Package) {
	done := make(chan struct{})
	c.done[p] = done
	var deps []chan struct{}
	for _, dep := range p.Imports {
		deps = append(deps, c.done[dep])
	}
	c.group.Go(func() {
		defer close(done)
		if p.PkgPath == "unsafe" {
			p.Types = types.Unsafe
			return
		}
		var files []*ast.File
		c.work(func() { files = c.parse(p) })
		for _, dep := range deps {
			<-dep
		}
		c.work(func() { c.check(p, files) })
	})
}

func (c *checker) wait() { c.group.Wait() }

func (c *checker) work(f func()) {
	c.slots <- struct{}{}
	defer func() { <-c.slots }()
	f()
}

func (c *checker) parse(p *packages.Package) (files []*ast.File) {
	for _, name := range p.CompiledGoFiles {
		if f, _ := parser.ParseFile(c.fset, name, nil, parser.SkipObjectResolution); f != nil {
			files = append(files, f)
		}
	}
	return files
}

func (c *checker) check(p *packages.Package, files []*ast.File) {
	own := p.Module != nil && p.Module.Main
	conf := types.Config{
		Importer:         c.importer(p),
		IgnoreFuncBodies: !own, FakeImportC: true, Sizes: p.TypesSizes,
		Error: func(error) {}, // what can be checked is checked
	}
	if own {
		p.TypesInfo = &types.Info{
			Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
			Selections: map[*ast.SelectorExpr]*types.Selection{}, Implicits: map[ast.Node]types.Object{},
			Scopes: map[ast.Node]*types.Scope{}, Instances: map[*ast.Ident]types.Instance{}, FileVersions: map[*ast.File]string{},
		}
		p.Syntax = files
	}
	p.Types, _ = conf.Check(p.PkgPath, c.fset, files, p.TypesInfo)
}

type importer func(path string) (*types.Package, error)

func (f importer) Import(path string) (*types.Package, error) { return f(path) }

func (c *checker) importer(p *packages.Package) importer {
	return func(path string) (*types.Package, error) {
		if dep := p.Imports[path]; dep != nil && dep.Types != nil {
			return dep.Types, nil
		}
		return nil, fmt.Errorf("there is no %s", path)
	}
}

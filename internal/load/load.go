// Package load reads packages for analysis from source, without compiled export data: it lists them with the go
// command, parses and type-checks everything in parallel, and keeps function bodies only where an analyzer can
// learn something from them. On a large module that takes seconds where a cold build takes minutes.
package load

import (
	"cmp"
	"context"
	"fmt"
	"go/token"
	"go/types"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

// Config says what to load and from where.
type Config struct {
	Dir   string   // directory of the go command; empty means the current one
	Env   []string // environment of the go command; nil means the current one
	Tests bool     // also load the test variants

	BuildFlags []string // flags of the go command, such as -tags=netgo

	// Source tells the packages whose calls matter, by import path. A dependency outside the standard library keeps
	// its function bodies if it reaches one of them through imports, and otherwise drops out of the Imports of the
	// result. Nil means that all such dependencies keep theirs.
	Source func(path string) bool

	// Effect tells the functions and fields whose use has an effect that facts tell of. A dependency outside the main
	// module in which none is used, directly or through others, is left without syntax. Nil means that every use has.
	Effect func(types.Object) bool
}

// A Result is what could be loaded and what could not.
type Result struct {
	Fset *token.FileSet

	// Packages are the packages that the patterns name, with syntax and types, sorted by ID. Their Imports hold
	// only the dependencies from which facts can come.
	Packages []*packages.Package

	// Problems tell, in order of position, why a named package is not among Packages: one for each.
	Problems []Problem
}

// listMode asks the go command for names, files and the import graph, but for no types: those are made here.
const listMode = packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles | packages.NeedImports |
	packages.NeedDeps | packages.NeedModule | packages.NeedTypesSizes

// Load loads the packages that the patterns name. The error is about the request as a whole; what is wrong with a
// single package is told in Result.Problems.
func Load(ctx context.Context, cfg Config, patterns ...string) (*Result, error) {
	goroot := make(chan string, 1)
	go func() { goroot <- findGoroot(ctx, cfg) }()

	fset := token.NewFileSet()
	roots, err := packages.Load(&packages.Config{
		Mode: listMode, Context: ctx, Dir: cfg.Dir, Env: cfg.Env, Tests: cfg.Tests, Fset: fset, BuildFlags: cfg.BuildFlags,
	}, patterns...)
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, listError(err)
	}
	roots = slices.DeleteFunc(roots, isTestMain)

	c := newChecker(ctx, fset, cfg, <-goroot, roots)
	if err := c.run(); err != nil {
		return nil, err
	}
	res := &Result{Fset: fset, Problems: unmatched(cfg.Dir, patterns, roots)}
	for _, p := range roots {
		if n := c.nodes[p]; n.problem != nil {
			res.Problems = append(res.Problems, *n.problem)
		} else {
			res.Packages = append(res.Packages, p)
		}
	}
	c.trimImports()
	slices.SortFunc(res.Packages, func(a, b *packages.Package) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortStableFunc(res.Problems, Problem.compare)
	res.Problems = slices.CompactFunc(res.Problems, func(a, b Problem) bool {
		return a.compare(b) == 0 // a package and its test variant fail alike
	})
	return res, nil
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

// findGoroot asks the go command where the standard library lies; empty if it does not know.
func findGoroot(ctx context.Context, cfg Config) string {
	cmd := exec.CommandContext(ctx, "go", "env", "GOROOT")
	cmd.Dir, cmd.Env = cfg.Dir, cfg.Env
	out, err := cmd.Output()
	if err != nil {
		return "" // the listing fails too, and says why
	}
	return filepath.Clean(strings.TrimSpace(string(out)))
}

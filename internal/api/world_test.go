package api

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/tools/go/packages"
)

// systems are the systems that GOOS fields may name, each with the
// architecture under which it is looked at.
var systems = []struct{ goos, goarch string }{
	{"linux", "amd64"}, {"darwin", "arm64"}, {"freebsd", "amd64"}, {"openbsd", "amd64"},
	{"netbsd", "amd64"}, {"dragonfly", "amd64"}, {"solaris", "amd64"}, {"aix", "ppc64"},
	{"windows", "amd64"},
}

// A world is what the packages of the table are on one system.
type world map[string]*types.Package

var worlds = sync.OnceValues(func() (map[string]world, error) {
	var paths []string
	var names []string
	for _, row := range All() {
		names = append(names, row.Name)
	}
	for _, f := range fieldRows {
		names = append(names, f.Struct)
	}
	for _, name := range append(names, slices.Collect(maps.Keys(pure))...) {
		if path := PackageOf(name); !thirdParty(path) && !slices.Contains(paths, path) {
			paths = append(paths, path)
		}
	}
	out := make(map[string]world)
	files := onceParser{fset: token.NewFileSet(), seen: make(map[string]*ast.File)}
	for _, s := range systems {
		w, err := loadWorld(s.goos, s.goarch, paths, &files)
		if err != nil {
			return nil, err
		}
		out[s.goos] = w
	}
	return out, nil
})

func allWorlds(t *testing.T) map[string]world {
	t.Helper()
	w, err := worlds()
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// thirdParty reports whether path belongs to a module that go.mod does not
// require, so that only the shape of its rows can be tested.
func thirdParty(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return strings.Contains(first, ".") && !strings.HasPrefix(path, "golang.org/x/sys/")
}

// loadWorld type-checks the declarations of the packages for one system.
// Function bodies are dropped: no signature depends on them.
func loadWorld(goos, goarch string, paths []string, files *onceParser) (world, error) {
	pkgs, err := packages.Load(&packages.Config{
		Mode:      packages.LoadAllSyntax,
		Env:       append(os.Environ(), "GOOS="+goos, "GOARCH="+goarch, "CGO_ENABLED=0", "GOPROXY=off"),
		Fset:      files.fset,
		ParseFile: files.parse,
	}, paths...)
	if err != nil {
		return nil, err
	}
	w := make(world)
	for _, p := range pkgs {
		// On Windows x/sys/unix is left with a few names and no call.
		if p.Types != nil && (goos != windows || p.PkgPath+"." != ext) && len(p.Types.Scope().Names()) > 0 {
			w[p.PkgPath] = p.Types
		}
	}
	return w, nil
}

// A onceParser parses each file once for all systems.
type onceParser struct {
	fset *token.FileSet
	mu   sync.Mutex
	seen map[string]*ast.File
}

func (p *onceParser) parse(fset *token.FileSet, name string, src []byte) (*ast.File, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if f := p.seen[name]; f != nil {
		return f, nil
	}
	f, err := parser.ParseFile(fset, name, src, parser.SkipObjectResolution)
	if f == nil {
		return nil, err
	}
	for _, d := range f.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok && fn.Body != nil {
			fn.Body = &ast.BlockStmt{}
		}
	}
	p.seen[name] = f
	return f, err
}

// find resolves the full name of a function or method, or returns nil.
func (w world) find(fullName string) *types.Func { return find(w[PackageOf(fullName)], fullName) }

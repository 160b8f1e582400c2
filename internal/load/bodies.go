package load

import (
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

// exits are the standard packages whose bodies tell control-flow analysis which calls never return: log.Fatal,
// (*testing.T).Fatal and their kin. What else the standard library does is known without its bodies.
var exits = []string{"os", "log", "testing"}

// bodiesMatter decides whether facts can arise in the functions of p: whether p reaches, through imports outside the
// standard library, a package whose calls matter. The imports of p must have been decided before.
func bodiesMatter(p *Package, source func(path string) bool) bool {
	if p.Standard {
		return slices.Contains(exits, p.PkgPath)
	}
	if source == nil {
		return true
	}
	if source(p.PkgPath) {
		return false // known by name
	}
	for path, dep := range p.Deps {
		if source(path) || !dep.Standard && dep.Bodies {
			return true
		}
	}
	return false
}

// isStandard reports whether p belongs to the standard library.
func (g *Graph) isStandard(p *packages.Package) bool {
	if p.PkgPath == "unsafe" {
		return true
	}
	if p.Module != nil && p.Module.Path != "std" || len(p.GoFiles) == 0 || g.goroot == "" {
		return false
	}
	return strings.HasPrefix(p.GoFiles[0], filepath.Join(g.goroot, "src")+string(filepath.Separator))
}

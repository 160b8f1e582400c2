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
func (c *checker) bodiesMatter(p *packages.Package, source func(path string) bool) bool {
	if c.isStandard(p) {
		return slices.Contains(exits, p.PkgPath)
	}
	if source == nil {
		return true
	}
	if source(p.PkgPath) {
		return false // known by name
	}
	for path, dep := range p.Imports {
		if source(path) || !c.isStandard(dep) && c.nodes[dep].bodies {
			return true
		}
	}
	return false
}

// isStandard reports whether p belongs to the standard library.
func (c *checker) isStandard(p *packages.Package) bool {
	if p.PkgPath == "unsafe" {
		return true
	}
	if p.Module != nil && p.Module.Path != "std" || len(p.GoFiles) == 0 || c.goroot == "" {
		return false
	}
	return strings.HasPrefix(p.GoFiles[0], filepath.Join(c.goroot, "src")+string(filepath.Separator))
}

// trimImports leaves in each graph of imports only packages with bodies, so that the analysis does not visit others.
// A package without bodies never imports one with bodies, but for the standard exits, whose facts importers of their
// own get directly.
func (c *checker) trimImports() {
	for p, n := range c.nodes {
		if !n.bodies {
			p.Imports = nil
			continue
		}
		for path, dep := range p.Imports {
			if d := c.nodes[dep]; !d.bodies || d.problem != nil || p == dep {
				delete(p.Imports, path)
			}
		}
	}
}

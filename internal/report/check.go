package report

import (
	"go/build"
	"go/constant"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
)

// A Check is what NewCheck makes an analyzer of.
type Check struct {
	Name  string
	Doc   string // the text of the check's doc.go
	Kinds []Kind // all that it reports
	// Systems are those on which the check has something to say.
	Systems Systems
	// Requires are the analyzers that Run needs beside Analyzer.
	Requires []*analysis.Analyzer
	Run      func(*analysis.Pass, *Reporter) error
}

// Systems is a set of operating systems.
type Systems uint8

const (
	// Everywhere is the zero Systems: all of them.
	Everywhere Systems = iota
	// Unix are the systems with users, permission bits and a umask.
	Unix
)

// Has reports whether a system, named as in GOOS, is in the set.
func (s Systems) Has(goos string) bool {
	return s == Everywhere || !slices.Contains([]string{"windows", "plan9", "js", "wasip1"}, goos)
}

// NewCheck makes the analyzer of a check. Its Run makes the Reporter, returns
// its Result, and guards against panics; for other systems than the check's it
// does nothing.
func NewCheck(c Check) *analysis.Analyzer {
	return &analysis.Analyzer{
		Name:       c.Name,
		Doc:        Doc(c.Doc, c.Name),
		URL:        docsURL(c.Name, ""),
		Requires:   append([]*analysis.Analyzer{Analyzer}, c.Requires...),
		ResultType: ResultType,
		Run:        Guard(c.Name, c.run),
	}
}

// goos reads the system from the type-checked runtime package where it can be
// seen, so that a driver may analyze several systems in one process.
func goos(pkg *types.Package) string {
	seen := map[*types.Package]bool{}
	var find func(p *types.Package, depth int) string
	find = func(p *types.Package, depth int) string {
		if seen[p] || depth > 6 {
			return ""
		}
		seen[p] = true
		if p.Path() == "runtime" {
			if c, ok := p.Scope().Lookup("GOOS").(*types.Const); ok && c.Val().Kind() == constant.String {
				return constant.StringVal(c.Val())
			}
			return ""
		}
		for _, q := range p.Imports() {
			if g := find(q, depth+1); g != "" {
				return g
			}
		}
		return ""
	}
	if g := find(pkg, 0); g != "" {
		return g
	}
	return build.Default.GOOS
}

package report

import (
	"errors"
	"go/token"
	"reflect"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/permvet/permvet/internal/settings"
)

// Analyzer finds the suppressions, the generated files and the test support
// of a package, once for all checks. Every check lists it in Requires.
var Analyzer = &analysis.Analyzer{
	Name:       "permvetreport",
	Doc:        "permvetreport: collect what decides whether a permvet finding is shown\n\nIt reports nothing itself.",
	URL:        docsURL("ignore", ""),
	Requires:   []*analysis.Analyzer{settings.Analyzer},
	ResultType: reflect.TypeFor[*Info](),
	Run:        collect,
}

// Info is the result of Analyzer.
type Info struct {
	// GOOS is the system that the package is analyzed for.
	GOOS string

	policy *settings.Policy

	fset       *token.FileSet
	files      map[*token.File]*fileInfo
	directives []*Directive
	support    bool // the package exists for tests only
}

type fileInfo struct {
	generated bool
	test      bool // _test.go, or helpers that take a testing.TB
	testFile  bool // _test.go: no program has it
	rewritten bool // by cgo: the text is not the user's, edits would be lost
}

// A Directive is one //permvet:ignore comment.
type Directive struct {
	Pos, End token.Pos
	Names    []string // "check" or "check/kind"
	Reason   string
	Problem  Problem // other than Fine: the directive suppresses nothing

	file        *token.File
	first, last int // lines of the code it speaks about
}

// covers reports whether the directive is about findings of the given kind.
func (d *Directive) covers(check, kind string) bool {
	for _, name := range d.Names {
		if name == check || name == check+"/"+kind {
			return true
		}
	}
	return false
}

// nameOf returns the first name in the directive that belongs to check.
func (d *Directive) nameOf(check string) string {
	for _, name := range d.Names {
		if name == check || strings.HasPrefix(name, check+"/") {
			return name
		}
	}
	return ""
}

// Policy returns what the user set.
func (in *Info) Policy() *settings.Policy { return in.policy }

// InTest reports whether pos is in a test file, in a file of helpers that
// take a testing.TB, or in a package that only serves tests.
func (in *Info) InTest(pos token.Pos) bool {
	if in.support {
		return true
	}
	f := in.files[in.fset.File(pos)]
	return f != nil && f.test
}

// Directives returns the directives of the package in source order, those of
// generated files left out.
func (in *Info) Directives() []*Directive { return in.directives }

func collect(pass *analysis.Pass) (any, error) {
	policy, ok := pass.ResultOf[settings.Analyzer].(*settings.Policy)
	if !ok {
		return nil, errors.New("permvetreport: there are no settings")
	}
	in := &Info{
		GOOS:    goos(pass.Pkg),
		policy:  policy,
		fset:    pass.Fset,
		files:   make(map[*token.File]*fileInfo, len(pass.Files)),
		support: isSupportPackage(pass),
	}
	for _, f := range pass.Files {
		tf := pass.Fset.File(f.FileStart)
		info := &fileInfo{
			rewritten: isRewritten(pass.Fset, f),
			testFile:  strings.HasSuffix(tf.Name(), "_test.go"),
		}
		info.test = info.testFile || takesTestingT(f, pass.TypesInfo)
		info.generated = isGenerated(f, info.rewritten)
		in.files[tf] = info
		if !info.generated {
			in.directives = append(in.directives, fileDirectives(tf, f)...)
		}
	}
	return in, nil
}

package settings

import (
	"fmt"
	"reflect"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/meta"
)

// Analyzer has the default settings, and those of its flags. What reports or knows calls lists it in Requires; its
// result is a [*Policy].
var Analyzer = NewAnalyzer(Settings{}, nil)

// NewAnalyzer returns an analyzer that gives the settings to all that require it. analyzers.New puts it in the place
// of Analyzer. Its flags come on top: under go vet they are -permvet.strict and so on.
func NewAnalyzer(s Settings, checks []meta.Check) *analysis.Analyzer {
	a := &analysis.Analyzer{
		Name:       "permvet",
		Doc:        "permvet: hold the settings that all permvet checks share\n\nIt reports nothing itself.",
		URL:        "https://github.com/permvet/permvet/blob/main/docs/config.md",
		ResultType: reflect.TypeFor[*Policy](),
	}
	strict := a.Flags.Bool("strict", false, "report notes too")
	helpers := a.Flags.Bool("helpers", false, "offer the safecreate rewrite as the first fix")
	selected := a.Flags.String("checks", "", "report only these: a comma-separated list of check or check/kind, with wildcards; -name leaves out")
	base, baseErr := s.Compile(checks)
	a.Run = func(pass *analysis.Pass) (any, error) {
		policy, err := base, baseErr
		if *strict || *helpers || *selected != "" {
			own := s
			own.Strict = own.Strict || *strict
			own.Helpers = own.Helpers || *helpers
			if *selected != "" {
				own.Checks = []string{*selected}
			}
			policy, err = own.Compile(checks)
		}
		if err != nil {
			return nil, &Error{err.Error()}
		}
		return policy, policy.prove(pass)
	}
	return a
}

// An Error is a mistake of the user in the settings, not of a check. It is the same for every package that shows it.
type Error struct{ message string }

func (e *Error) Error() string { return e.message }

// prove compares the user's rows with the package that declares the call, when this package is it or imports it.
func (p *Policy) prove(pass *analysis.Pass) error {
	for _, row := range p.Rows.Rows() {
		path := api.PackageOf(row.Name)
		for _, pkg := range append(pass.Pkg.Imports(), pass.Pkg) {
			if pkg.Path() != path || !pkg.Complete() {
				continue
			}
			if row.GOOS != "" && !api.Declares(pkg, row.Name) {
				continue // this may not be one of its systems
			}
			if bad := api.Prove(row, pkg); len(bad) > 0 {
				return &Error{fmt.Sprintf("calls: %s: %s", row.Name, strings.Join(bad, "; "))}
			}
		}
	}
	return nil
}

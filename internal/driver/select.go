package driver

import (
	"fmt"
	"path"
	"strings"

	"github.com/permvet/permvet/internal/driver/finding"
	"github.com/permvet/permvet/internal/meta"
)

// A selection is the kinds of findings that the user asked for with -checks.
type selection struct {
	kinds map[string]bool // by "check/kind"
}

// selectChecks reads a list such as "filemode,umask/*,-umask/umask-narrow": names of checks or check/kind, with the
// wildcards of path.Match, "all" for everything, and a minus to leave out. Later terms override earlier ones; a list
// that begins by leaving out begins with everything.
func selectChecks(suite meta.Suite, list string) (*selection, error) {
	sel := &selection{kinds: map[string]bool{}}
	sel.set(suite, "all", false)
	terms := strings.Split(list, ",")
	if list == "" || strings.HasPrefix(strings.TrimSpace(terms[0]), "-") {
		sel.set(suite, "all", true)
	}
	for _, term := range terms {
		term = strings.TrimSpace(term)
		if term == "" {
			continue
		}
		pattern, exclude := strings.CutPrefix(term, "-")
		if _, err := path.Match(pattern, ""); err != nil {
			return nil, fmt.Errorf("-checks: %q is not a pattern: its brackets do not match", pattern)
		}
		if !sel.set(suite, pattern, !exclude) {
			return nil, fmt.Errorf("-checks: no check or check/kind matches %q; permvet -list names them", pattern)
		}
	}
	return sel, nil
}

// set selects or leaves out all that the pattern matches, and reports whether that is anything.
func (s *selection) set(suite meta.Suite, pattern string, on bool) bool {
	checkPattern, kindPattern, _ := strings.Cut(pattern, "/")
	if pattern == "all" {
		checkPattern = "*"
	}
	if kindPattern == "" {
		kindPattern = "*"
	}
	matched := false
	for _, c := range suite.Checks {
		if ok, _ := path.Match(checkPattern, c.Name()); !ok {
			continue
		}
		for _, k := range c.Kinds {
			if ok, _ := path.Match(kindPattern, k.ID); ok {
				s.kinds[c.Name()+"/"+k.ID] = on
				matched = true
			}
		}
	}
	return matched
}

// suite returns the suite without the checks of which nothing is selected.
func (s *selection) suite(all meta.Suite) meta.Suite {
	some := all
	some.Checks = nil
	for _, c := range all.Checks {
		for _, k := range c.Kinds {
			if s.kinds[c.Name()+"/"+k.ID] {
				some.Checks = append(some.Checks, c)
				break
			}
		}
	}
	return some
}

// has reports whether the finding was asked for. A kind that its check does not declare is never hidden.
func (s *selection) has(f *finding.Finding) bool {
	on, declared := s.kinds[f.Rule()]
	return on || !declared
}

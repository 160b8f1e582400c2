package settings

import (
	"fmt"
	"path"
	"strings"

	"github.com/permvet/permvet/internal/meta"
)

// A selection is the kinds that the user asked for.
type selection struct {
	all    bool            // nothing was said
	kinds  map[string]bool // by check/kind: whether it is on
	called map[string]bool // kinds asked for by their own names, without a wildcard
}

// selectKinds reads terms such as "filemode", "umask/*" or "-umask/umask-narrow": names of checks or check/kind, with
// the wildcards of path.Match, "all" for everything, and a minus to leave out. Later terms override earlier ones; a
// list that begins by leaving out begins with everything. A term may be several, with commas between them.
func selectKinds(checks []meta.Check, list []string) (selection, error) {
	var terms []string
	for term := range strings.SplitSeq(strings.Join(list, ","), ",") {
		if term = strings.TrimSpace(term); term != "" {
			terms = append(terms, term)
		}
	}
	if len(terms) == 0 || len(checks) == 0 {
		return selection{all: true}, nil
	}
	sel := selection{kinds: map[string]bool{}, called: map[string]bool{}}
	sel.set(rules(checks), strings.HasPrefix(terms[0], "-"))
	for _, term := range terms {
		pattern, exclude := strings.CutPrefix(term, "-")
		names, err := match(checks, pattern)
		if err != nil {
			return selection{}, err
		}
		sel.set(names, !exclude)
		if strings.Contains(pattern, "/") && !strings.ContainsAny(pattern, "*?[") {
			sel.called[pattern] = !exclude
		}
	}
	on := false
	for _, yes := range sel.kinds {
		on = on || yes
	}
	if !on {
		return selection{}, fmt.Errorf("%s leaves nothing to check", strings.Join(terms, ","))
	}
	return sel, nil
}

func (s selection) set(names []string, on bool) {
	for _, name := range names {
		s.kinds[name] = on
	}
}

// has reports whether the kind was asked for. One that no check declares is never hidden.
func (s selection) has(rule string) bool {
	on, declared := s.kinds[rule]
	return s.all || on || !declared
}

// byName reports whether the kind was asked for by its own name.
func (s selection) byName(rule string) bool { return s.called[rule] }

func rules(checks []meta.Check) []string {
	var names []string
	for _, c := range checks {
		for _, k := range c.Kinds {
			names = append(names, c.Name()+"/"+k.ID)
		}
	}
	return names
}

// match returns the kinds that a pattern names, as check/kind. It is an error if there is none, unless the suite is
// not known.
func match(checks []meta.Check, pattern string) ([]string, error) {
	if _, err := path.Match(pattern, ""); err != nil {
		return nil, fmt.Errorf("%q is not a pattern: its brackets do not match", pattern)
	}
	checkPattern, kindPattern, _ := strings.Cut(pattern, "/")
	if pattern == "all" {
		checkPattern = "*"
	}
	if kindPattern == "" {
		kindPattern = "*"
	}
	var names []string
	for _, c := range checks {
		if ok, _ := path.Match(checkPattern, c.Name()); !ok { // the pattern is good
			continue
		}
		for _, k := range c.Kinds {
			if ok, _ := path.Match(kindPattern, k.ID); ok {
				names = append(names, c.Name()+"/"+k.ID)
			}
		}
	}
	if len(names) == 0 && len(checks) > 0 {
		return nil, fmt.Errorf("no check or check/kind matches %q%s; permvet -list names them", pattern, Suggest(checks, pattern))
	}
	return names, nil
}

// Suggest is the end of a message about an unknown check, kind or check/kind: what may have been meant.
func Suggest(checks []meta.Check, name string) string {
	var names []string
	for _, c := range checks {
		names = append(names, c.Name())
		for _, k := range c.Kinds {
			names = append(names, c.Name()+"/"+k.ID)
			if k.ID == name {
				return " (did you mean " + c.Name() + "/" + k.ID + "?)"
			}
		}
	}
	if near := meta.DidYouMean(name, names); near != "" {
		return near
	}
	_, kind, _ := strings.Cut(name, "/")
	for _, c := range checks { // the right kind of the wrong check, or a bare kind with a slip
		for _, k := range c.Kinds {
			if k.ID == kind || meta.Nearest(name, []string{k.ID}) != "" {
				return " (did you mean " + c.Name() + "/" + k.ID + "?)"
			}
		}
	}
	return ""
}

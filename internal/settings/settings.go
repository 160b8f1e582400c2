// Package settings holds what a user can say about a run, whatever program the checks run in: which kinds are
// reported and at which level, what is excluded and why, which words mean secrets, which calls of one's own have
// effects. It reaches the checks as the result of an analyzer, never through a global variable:
//
//	Settings (from flags, .permvet.yaml, .golangci.yml) -> Compile -> Policy -> NewAnalyzer -> report, effects
package settings

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/meta"
	"github.com/permvet/permvet/internal/secret"
)

// Settings are what a user can say. The tags are the keys of .permvet.yaml and of the plugin's settings in
// .golangci.yml. The zero value is the default.
type Settings struct {
	// Strict reports notes too.
	Strict bool `json:"strict,omitempty" yaml:"strict"`
	// Helpers offers the safecreate rewrite as the first fix.
	Helpers bool `json:"helpers,omitempty" yaml:"helpers"`
	// Checks selects what is reported, as -checks does: check or check/kind, with wildcards; -name leaves out.
	Checks []string `json:"checks,omitempty" yaml:"checks"`
	// Levels gives kinds another level: error, warning, note or off, by the same names.
	Levels map[string]string `json:"levels,omitempty" yaml:"levels"`
	// Tests says what becomes of findings in test code: report (the default), note or skip.
	Tests string `json:"tests,omitempty" yaml:"tests"`
	// Exclude leaves out findings by path.
	Exclude []Exclude `json:"exclude,omitempty" yaml:"exclude"`
	// Secrets are further names of secrets, such as unseal_share, and patterns of file names, such as *.vault.
	Secrets []string `json:"secrets,omitempty" yaml:"secrets"`
	// Calls are rows for calls that the table does not know.
	Calls []Call `json:"calls,omitempty" yaml:"calls"`

	// Root is the directory that Exclude's paths are relative to; empty means the current one.
	Root string `json:"-" yaml:"-"`
	// InMessage puts the level in front of each message and check/kind behind it, for programs that show neither.
	InMessage bool `json:"-" yaml:"-"`
	// FoldRelated puts the related places into the message, for programs that make findings of their own of them.
	FoldRelated bool `json:"-" yaml:"-"`
}

// An Exclude leaves out the findings in some files.
type Exclude struct {
	// Path is a directory, a file, or a pattern: * is anything within a name, ** any directories.
	Path string `json:"path" yaml:"path"`
	// Checks are the checks or check/kinds it is about; empty means all.
	Checks []string `json:"checks,omitempty" yaml:"checks"`
	// Reason says why, and is not optional.
	Reason string `json:"reason" yaml:"reason"`
}

// Key is a text that differs where findings can.
func (s Settings) Key() string {
	b, err := json.Marshal(struct {
		Settings
		Root                   string
		InMessage, FoldRelated bool
	}{s, s.Root, s.InMessage, s.FoldRelated})
	if err != nil {
		panic(err) // there is nothing in it that cannot be written
	}
	return string(b)
}

// FactsKey is a text that differs where facts can.
func (s Settings) FactsKey() string { return Settings{Calls: s.Calls}.Key() }

// Compile validates the settings against the checks of the suite. The error names the key and the remedy. Without
// checks, names are not validated and everything is selected.
func (s Settings) Compile(checks []meta.Check) (*Policy, error) {
	p := &Policy{strict: s.Strict, helpers: s.Helpers, inMessage: s.InMessage, fold: s.FoldRelated, root: s.Root, checks: checks}
	var err error
	if p.root == "" && len(s.Exclude) > 0 {
		if p.root, err = os.Getwd(); err != nil {
			return nil, fmt.Errorf("exclude: finding the current directory: %w", err)
		}
	}
	if p.root != "" { // positions have the directories' real names
		if real, err := filepath.EvalSymlinks(p.root); err == nil {
			p.realRoot = real
		}
	}
	if p.selected, err = selectKinds(checks, s.Checks); err != nil {
		return nil, fmt.Errorf("checks: %w", err)
	}
	if p.levels, err = compileLevels(checks, s.Levels); err != nil {
		return nil, fmt.Errorf("levels: %w", err)
	}
	if p.tests, err = compileTests(s.Tests); err != nil {
		return nil, err
	}
	for i, e := range s.Exclude {
		x, err := compileExclude(checks, e)
		if err != nil {
			return nil, fmt.Errorf("exclude %d: %w", i+1, err)
		}
		p.excludes = append(p.excludes, x)
	}
	if p.Secrets, err = secret.NewMatcher(s.Secrets); err != nil {
		return nil, fmt.Errorf("secrets: %w", err)
	}
	rows, err := compileCalls(s.Calls)
	if err != nil {
		return nil, fmt.Errorf("calls: %w", err)
	}
	p.Rows = api.NewExtra(rows)
	return p, nil
}

func compileTests(word string) (testMode, error) {
	switch word {
	case "", "report":
		return testsReport, nil
	case "note":
		return testsNote, nil
	case "skip":
		return testsSkip, nil
	}
	return 0, fmt.Errorf("tests: %q is not report, note or skip%s", word, meta.DidYouMean(word, []string{"report", "note", "skip"}))
}

// compileLevels reads the most general patterns first, so that the more special one wins whatever the order, which a
// map does not have.
func compileLevels(checks []meta.Check, levels map[string]string) (map[string]override, error) {
	patterns := make([]string, 0, len(levels))
	for pattern := range levels {
		patterns = append(patterns, pattern)
	}
	slices.SortFunc(patterns, moreGeneral)
	out := map[string]override{}
	for _, pattern := range patterns {
		word := levels[pattern]
		level, ok := meta.ParseLevel(word)
		if !ok && word != "off" {
			return nil, fmt.Errorf("%s: no level %q; choose error, warning, note or off", pattern, word)
		}
		names, err := match(checks, pattern)
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			out[name] = override{level: level, off: word == "off"}
		}
	}
	return out, nil
}

func moreGeneral(a, b string) int {
	rank := func(s string) int {
		switch {
		case s == "all":
			return 0
		case strings.ContainsAny(s, "*?["):
			return 1
		case !strings.Contains(s, "/"):
			return 2
		}
		return 3
	}
	if d := rank(a) - rank(b); d != 0 {
		return d
	}
	return strings.Compare(a, b)
}

func compileExclude(checks []meta.Check, e Exclude) (exclude, error) {
	if strings.TrimSpace(e.Reason) == "" {
		return exclude{}, fmt.Errorf("path %q needs a reason: the next reader must know why nothing is reported there", e.Path)
	}
	if err := validGlob(e.Path); err != nil {
		return exclude{}, err
	}
	x := exclude{path: e.Path, reason: e.Reason}
	for _, pattern := range e.Checks {
		names, err := match(checks, pattern)
		if err != nil {
			return exclude{}, err
		}
		if x.kinds == nil {
			x.kinds = map[string]bool{}
		}
		for _, name := range names {
			x.kinds[name] = true
		}
	}
	return x, nil
}

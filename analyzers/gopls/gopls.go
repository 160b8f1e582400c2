// Package gopls shapes the suite for gopls, which shows one severity for each analyzer and the analyzer's name as the
// source of its diagnostics. "permvet gopls build" links it in; docs/editors.md has the recipes.
package gopls

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"golang.org/x/tools/go/analysis"

	"github.com/permvet/permvet/analyzers"
	"github.com/permvet/permvet/analyzers/collect"
	"github.com/permvet/permvet/internal/driver/config"
	"github.com/permvet/permvet/internal/meta"
	"github.com/permvet/permvet/internal/settings"
)

// The environment variables that are looked at.
const (
	// Variable names the file with the settings. By default it is the nearest .permvet.yaml, as for the command, from
	// the directory in which gopls is started; "none" reads nothing.
	Variable = "PERMVET_CONFIG"
	// Trace, if it is not empty, logs every package that is analyzed, not only those that take long.
	Trace = "PERMVET_TRACE"
)

// An Analyzer reports the findings of one level, of all checks.
type Analyzer struct {
	*analysis.Analyzer
	// Severity is that of the protocol: 1 is an error, 2 a warning, 3 an information.
	Severity uint32
	// Off: the user must ask for it, by "analyses" in the settings of gopls.
	Off bool
}

// Analyzers returns permvet_error, permvet_warning and permvet_note, with the settings of a configuration file. They
// write to log when it cannot be used, and which packages take long.
func Analyzers(getenv func(string) string, log io.Writer) []Analyzer {
	return analyzersFor(getenv(Variable), &watch{log: log, now: time.Now, trace: getenv(Trace) != ""})
}

func analyzersFor(file string, log *watch) []Analyzer {
	s, suite, err := configure(file)
	if err != nil {
		log.printf("%v; the default settings are used", err)
		if s, suite, err = configure("none"); err != nil {
			log.printf("%v", err)
			return nil
		}
	}
	m := &maker{suite: suite, watch: log, id: identity(s), copies: map[*analysis.Analyzer]*analysis.Analyzer{}}
	for _, c := range suite.Checks {
		if !c.Off {
			quiet := collect.Quiet(m.copy(c.Analyzer), func(err error) error { log.printf("%v", err); return nil })
			m.checks = append(m.checks, quiet)
		}
	}
	return []Analyzer{
		{Analyzer: m.level(meta.Error), Severity: 1},
		{Analyzer: m.level(meta.Warning), Severity: 2},
		{Analyzer: m.level(meta.Note), Severity: 3, Off: !s.Strict},
	}
}

func configure(file string) (s settings.Settings, suite meta.Suite, err error) {
	f, err := read(file)
	if err != nil {
		return s, suite, err
	}
	s = f.Settings
	loud := s
	loud.Strict = true // whether notes are shown is a question of permvet_note
	if suite, err = analyzers.New(loud); err != nil {
		err = fmt.Errorf("%s: %w", filepath.Join(s.Root, config.Name), err)
	}
	return s, suite, err
}

func read(file string) (*config.File, error) {
	switch file {
	case "none":
		return new(config.File), nil
	case "":
		dir, err := os.Getwd()
		if err != nil {
			return nil, fmt.Errorf("finding the configuration: %w", err)
		}
		if file, err = config.Find(dir); err != nil || file == "" {
			return new(config.File), err
		}
	}
	return config.Read(file)
}

// identity is part of the name of an analyzer that all others require. gopls keeps results on disk by the names of
// analyzers, and does not see settings.
func identity(s settings.Settings) string {
	h := fnv.New64a()
	_, _ = io.WriteString(h, s.Key()) // a hash takes everything
	return fmt.Sprintf("_%x", h.Sum64())
}

// A maker makes analyzers for gopls out of those of the suite.
type maker struct {
	suite  meta.Suite
	checks []*analysis.Analyzer // that report nothing
	watch  *watch
	id     string
	copies map[*analysis.Analyzer]*analysis.Analyzer
}

// level returns the analyzer that reports the findings of a level.
func (m *maker) level(level meta.Level) *analysis.Analyzer {
	return &analysis.Analyzer{
		Name:     "permvet_" + level.String(),
		Doc:      fmt.Sprintf("permvet_%s: the %ss of permvet\n\nWhat the program gives away to other users and processes.", level, level),
		URL:      m.suite.URL + "/blob/main/docs/checks.md",
		Requires: m.checks,
		Run: func(pass *analysis.Pass) (any, error) {
			var found []analysis.Diagnostic
			for _, c := range m.checks {
				for _, f := range pass.ResultOf[c].([]collect.Finding) {
					if f.Level == level {
						f.Category = m.suite.Owner(c.Name, f.Category) + "/" + f.Category
						found = append(found, f.Diagnostic)
					}
				}
			}
			slices.SortStableFunc(found, func(a, b analysis.Diagnostic) int { return cmp.Compare(a.Pos, b.Pos) })
			for _, d := range found {
				pass.Report(d)
			}
			return nil, nil
		},
	}
}

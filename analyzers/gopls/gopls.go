// Package gopls shapes the suite for gopls, which shows one severity for each analyzer and the analyzer's name as the
// source of its diagnostics. "permvet gopls build" links it in; docs/editors.md has the recipes.
package gopls

import (
	"cmp"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io"
	"reflect"
	"slices"
	"strings"
	"time"

	"golang.org/x/tools/go/analysis"

	"github.com/permvet/permvet/analyzers"
	"github.com/permvet/permvet/internal/meta"
	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/internal/settings"
)

// Variable names the environment variable with the settings: a JSON object with the keys of .permvet.yaml.
const Variable = "PERMVET_SETTINGS"

// An Analyzer reports the findings of one level, of all checks.
type Analyzer struct {
	*analysis.Analyzer
	// Severity is that of the protocol: 1 is an error, 2 a warning, 3 an information.
	Severity uint32
	// Off: the user must ask for it, by "analyses" in the settings of gopls.
	Off bool
}

// Analyzers returns permvet_error, permvet_warning and permvet_note, with settings as in Variable. They write to log
// when the settings cannot be used, and which packages take long.
func Analyzers(conf string, log io.Writer) []Analyzer {
	return analyzersFor(conf, &watch{log: log, now: time.Now})
}

func analyzersFor(conf string, log *watch) []Analyzer {
	s, suite, err := configure(conf)
	if err != nil {
		log.printf("%s: %v; the default settings are used", Variable, err)
		if s, suite, err = configure(""); err != nil {
			log.printf("%v", err)
			return nil
		}
	}
	m := &maker{suite: suite, watch: log, id: identity(s), copies: map[*analysis.Analyzer]*analysis.Analyzer{}}
	for _, c := range suite.Checks {
		if !c.Off {
			m.checks = append(m.checks, m.collector(c))
		}
	}
	return []Analyzer{
		{Analyzer: m.level(meta.Error), Severity: 1},
		{Analyzer: m.level(meta.Warning), Severity: 2},
		{Analyzer: m.level(meta.Note), Severity: 3, Off: !s.Strict},
	}
}

func configure(conf string) (s settings.Settings, suite meta.Suite, err error) {
	if conf != "" {
		dec := json.NewDecoder(strings.NewReader(conf))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&s); err != nil {
			return settings.Settings{}, suite, err
		}
	}
	loud := s
	loud.Strict = true // whether notes are shown is a question of permvet_note
	suite, err = analyzers.New(loud)
	return s, suite, err
}

// identity is part of the name of an analyzer that all others require. gopls keeps results on disk by the names of
// analyzers, and does not see settings.
func identity(s settings.Settings) string {
	h := fnv.New64a()
	io.WriteString(h, s.Key())
	return fmt.Sprintf("_%x", h.Sum64())
}

// A maker makes analyzers for gopls out of those of the suite.
type maker struct {
	suite  meta.Suite
	checks []*analysis.Analyzer // with a *collected as their result
	watch  *watch
	id     string
	copies map[*analysis.Analyzer]*analysis.Analyzer
}

// collected are the findings of one check about one package.
type collected []found

type found struct {
	level meta.Level
	analysis.Diagnostic
}

// collector returns a check that reports nothing and has its findings as the result instead. A check that fails is
// logged: it must not silence the others.
func (m *maker) collector(c meta.Check) *analysis.Analyzer {
	orig := c.Analyzer
	quiet := *m.copy(orig)
	run := quiet.Run
	quiet.ResultType = reflect.TypeFor[collected]()
	quiet.Run = func(pass *analysis.Pass) (any, error) {
		var diags []analysis.Diagnostic
		own := *pass
		own.Report = func(d analysis.Diagnostic) { diags = append(diags, d) }
		result, err := run(&own)
		if err != nil {
			m.watch.printf("%v", err)
			return collected(nil), nil
		}
		out := make(collected, len(diags))
		for i, d := range diags {
			out[i].level, _ = result.(*report.Result).Level(d)
			d.Category = m.suite.Owner(c.Name(), d.Category) + "/" + d.Category
			out[i].Diagnostic = d
		}
		return out, nil
	}
	return &quiet
}

// level returns the analyzer that reports the findings of a level.
func (m *maker) level(level meta.Level) *analysis.Analyzer {
	return &analysis.Analyzer{
		Name:     "permvet_" + level.String(),
		Doc:      fmt.Sprintf("permvet_%s: the %ss of permvet\n\nWhat the program gives away to other users and processes.", level, level),
		URL:      m.suite.URL + "/blob/main/docs/checks.md",
		Requires: m.checks,
		Run: func(pass *analysis.Pass) (any, error) {
			var all collected
			for _, c := range m.checks {
				all = append(all, pass.ResultOf[c].(collected)...)
			}
			slices.SortStableFunc(all, func(a, b found) int { return cmp.Compare(a.Pos, b.Pos) })
			for _, f := range all {
				if f.level == level {
					pass.Report(f.Diagnostic)
				}
			}
			return nil, nil
		},
	}
}

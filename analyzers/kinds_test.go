package analyzers_test

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/permvet/permvet/analyzers"
	"github.com/permvet/permvet/internal/antest"
	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/internal/settings"
)

// alone lists the kinds that nothing in another package can bring about.
var alone = map[string]string{
	"filemode/mode-compare": "the type of a mode tells it, whatever package it comes from",
	"ignore/missing-reason": "a directive is read where it stands",
	"ignore/malformed":      "a directive is read where it stands",
	"ignore/unknown-check":  "a directive is read where it stands",
}

// TestEveryKind finds every kind in the test packages of its check, and once
// at least because of what another package does.
func TestEveryKind(t *testing.T) {
	suite, err := analyzers.New(settings.Settings{Strict: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range suite.Checks {
		t.Run(c.Name(), func(t *testing.T) {
			conf := antest.With(antest.GOOS("linux", "windows"),
				antest.Dir(filepath.Join("..", "passes", c.Name(), "testdata", "src")))
			all, blind := conf.Kinds(t, c.Analyzer, false), conf.Kinds(t, c.Analyzer, true)
			for _, k := range c.Kinds {
				if k.ID == report.UnusedIgnore {
					continue // the check that is named says so: package report tests it
				}
				across := slices.DeleteFunc(all[k.ID], func(place string) bool { return slices.Contains(blind[k.ID], place) })
				why, excused := alone[c.Name()+"/"+k.ID]
				switch {
				case len(all[k.ID]) == 0:
					t.Errorf("no test package shows kind %s", k.ID)
				case len(across) == 0 && !excused:
					t.Errorf("no test package shows kind %s across packages", k.ID)
				case len(across) > 0 && excused:
					t.Errorf("kind %s is shown across packages (%s), although %q", k.ID, across[0], why)
				}
			}
		})
	}
}

package analyzers_test

import (
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/permvet/permvet/analyzers"
	"github.com/permvet/permvet/internal/meta"
	"github.com/permvet/permvet/internal/settings"
)

// Two suites with different settings live side by side: they share no analyzer that can tell them apart.
func TestNewSharesNoSettings(t *testing.T) {
	one, err := analyzers.New(settings.Settings{Strict: true})
	if err != nil {
		t.Fatal(err)
	}
	two, err := analyzers.New(settings.Settings{})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[*analysis.Analyzer]bool{}
	for _, a := range meta.Required(one.Analyzers()) {
		seen[a] = true
	}
	shared := 0
	for _, a := range meta.Required(two.Analyzers()) {
		if !seen[a] {
			continue
		}
		shared++
		if strings.HasPrefix(a.Name, "permvet") || a.Name == "effects" || a.Name == "filemode" {
			t.Errorf("both suites have the same %s", a.Name)
		}
		for _, req := range a.Requires {
			if req.Name == "permvet" {
				t.Errorf("%s is shared and has settings", a.Name)
			}
		}
	}
	if shared == 0 {
		t.Error("the suites do not even share inspect")
	}
	for _, s := range []meta.Suite{one, two} {
		if err := analysis.Validate(s.Analyzers()); err != nil {
			t.Error(err)
		}
	}
}

// A suite refuses settings that name what it does not have, and leaves checks out that cannot report.
func TestNewValidates(t *testing.T) {
	for want, s := range map[string]settings.Settings{
		`checks: no check or check/kind matches "filemod" (did you mean filemode?)`: {Checks: []string{"filemod"}},
		`levels: umask: no level "fatal"; choose error, warning, note or off`:       {Levels: map[string]string{"umask": "fatal"}},
		`exclude 1: path "third_party" needs a reason`:                              {Exclude: []settings.Exclude{{Path: "third_party"}}},
		`calls: example.com/p.F: does is missing`:                                   {Calls: []settings.Call{{Func: "example.com/p.F", Why: "w"}}},
	} {
		if _, err := analyzers.New(s); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	suite, err := analyzers.New(settings.Settings{Checks: []string{"umask"}, Levels: map[string]string{"toctou": "off"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range suite.Checks {
		if c.Off != (c.Name() != "umask") {
			t.Errorf("%s: off is %t", c.Name(), c.Off)
		}
	}
}

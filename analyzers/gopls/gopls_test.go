package gopls

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"
)

const example = `package p

import (
	"os"
	"syscall"
)

func f(p string, b []byte) {
	os.Chmod(p, 0o666)
	os.WriteFile(p, b, 0o666)
	os.MkdirAll(p, 0o755) //permvet:ignore umask there is none here
	syscall.Umask(0)
}
`

// findings runs the analyzers, those that are off too, and returns "NAME LINE CATEGORY" of each diagnostic.
func findings(t *testing.T, as []Analyzer) []string {
	t.Helper()
	pkgs, err := packages.Load(&packages.Config{
		Mode: packages.LoadSyntax, Dir: "../..",
		Overlay: map[string][]byte{abs(t, "../../internal/overlaid/p.go"): []byte(example)},
	}, "./internal/overlaid")
	if err != nil || packages.PrintErrors(pkgs) > 0 {
		t.Fatal(err)
	}
	var list []*analysis.Analyzer
	for _, a := range as {
		list = append(list, a.Analyzer)
	}
	graph, err := checker.Analyze(list, pkgs, &checker.Options{SanityCheck: true})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, act := range graph.Roots {
		if act.Err != nil {
			t.Error(act.Err)
		}
		for _, d := range act.Diagnostics {
			out = append(out, fmt.Sprintf("%s %d %s", act.Analyzer.Name, pkgs[0].Fset.Position(d.Pos).Line, d.Category))
		}
	}
	return out
}

// TestLevels finds every finding under the analyzer of its level, with the check in the code.
func TestLevels(t *testing.T) {
	var log bytes.Buffer
	as := analyzersFor("none", still(&log))
	got := findings(t, as)
	for _, want := range []string{
		"permvet_error 9 filemode/world-writable",
		"permvet_error 10 filemode/world-writable",
		"permvet_error 12 umask/permissive-umask",
		"permvet_note 11 ignore/unused-ignore",
	} {
		if !slices.Contains(got, want) {
			t.Errorf("%s is missing in %q", want, got)
		}
	}
	if log.Len() > 0 {
		t.Errorf("log: %s", &log)
	}
	if as[0].Off || as[1].Off || !as[2].Off {
		t.Error("without the setting strict, notes alone are off")
	}
}

// TestSettings changes what is reported, and what gopls keeps results under.
func TestSettings(t *testing.T) {
	var log bytes.Buffer
	as := analyzersFor(file(t, "strict: true\nchecks: [umask]\n"), still(&log))
	for _, f := range findings(t, as) {
		if !strings.Contains(f, " umask/") {
			t.Errorf("%s is reported, although only umask is selected", f)
		}
	}
	if as[2].Off {
		t.Error("notes are off, although strict is set")
	}
	if a, b := names(as), names(analyzersFor("none", still(&log))); slices.Equal(a, b) {
		t.Errorf("the names do not tell the settings: %q", a)
	}
	if log.Len() > 0 {
		t.Errorf("log: %s", &log)
	}
}

// TestBudget names the package that takes long.
func TestBudget(t *testing.T) {
	var log bytes.Buffer
	slow := still(&log)
	var passed time.Duration
	slow.now = func() time.Time { passed += budget + time.Second; return time.Time{}.Add(passed) }
	findings(t, analyzersFor("none", slow))
	if want := "effects took 3.0s for package github.com/permvet/permvet/internal/overlaid:"; !strings.Contains(log.String(), want) {
		t.Errorf("log %q, want %q", &log, want)
	}
}

// TestBadSettings says what is wrong, and goes on with the defaults.
func TestBadSettings(t *testing.T) {
	for conf, want := range map[string]string{
		"strikt: true":         `unknown key "strikt"`,
		"checks: [filemod]":    "filemod",
		"tests: no":            "tests:",
		"calls: [{func: x}]":   "full name",
		"checks: [":            ".permvet.yaml:1: ",
		"strict: maybe, never": "bool",
	} {
		var log bytes.Buffer
		as := analyzersFor(file(t, conf), still(&log))
		if got := log.String(); !strings.Contains(got, want) || !strings.Contains(got, ".permvet.yaml") || strings.Count(got, "\n") != 1 {
			t.Errorf("%s: log %q, want a line with %q", conf, got, want)
		}
		if got, want := names(as), names(analyzersFor("none", still(&log))); !slices.Equal(got, want) {
			t.Errorf("%s: other analyzers than by default", conf)
		}
	}
}

// names are those of the analyzers and of all that they require.
func names(as []Analyzer) []string {
	var out []string
	var add func(*analysis.Analyzer)
	add = func(a *analysis.Analyzer) {
		if !slices.Contains(out, a.Name) {
			out = append(out, a.Name)
			for _, r := range a.Requires {
				add(r)
			}
		}
	}
	for _, a := range as {
		add(a.Analyzer)
	}
	return out
}

// file writes a configuration.
func file(t *testing.T, text string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), ".permvet.yaml")
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

// still returns a watch on which no time passes.
func still(log io.Writer) *watch {
	return &watch{log: log, now: func() time.Time { return time.Time{} }}
}

func abs(t *testing.T, path string) string {
	t.Helper()
	p, err := filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

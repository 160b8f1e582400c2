package antest

import (
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/internal/settings"
)

// A Config says how to run an analyzer over its test packages.
// Runs that set flags must not be parallel with one another.
type Config struct {
	gooses []string
	flags  []flagValue
	dir    string // of the test packages
}

type flagValue struct {
	a           *analysis.Analyzer
	name, value string
}

// An Option changes a Config.
type Option func(*Config)

// Strict sets -strict, so that notes are reported.
func Strict() Option { return Flag(settings.Analyzer, "strict", "true") }

// Helpers sets -helpers, so that safecreate fixes come first.
func Helpers() Option { return Flag(settings.Analyzer, "helpers", "true") }

// Flag sets a flag of an analyzer for the run.
func Flag(a *analysis.Analyzer, name, value string) Option {
	return func(c *Config) { c.flags = append(c.flags, flagValue{a, name, value}) }
}

// GOOS runs the test once for each of the operating systems, as if there.
func GOOS(gooses ...string) Option {
	return func(c *Config) { c.gooses = append(c.gooses, gooses...) }
}

// Dir replaces testdata/src as the place of the test packages.
func Dir(dir string) Option { return func(c *Config) { c.dir = dir } }

// With returns a Config with the options.
func With(opts ...Option) Config {
	c := Config{dir: filepath.Join("testdata", "src")}
	for _, o := range opts {
		o(&c)
	}
	if c.gooses == nil {
		c.gooses = []string{runtime.GOOS}
	}
	return c
}

// Run analyses the named test packages with the default Config.
func Run(t testing.TB, a *analysis.Analyzer, pkgs ...string) []*checker.Action {
	t.Helper()
	return With().Run(t, a, pkgs...)
}

// RunFixes analyses the named test packages with the default Config and
// checks their fixes.
func RunFixes(t testing.TB, a *analysis.Analyzer, pkgs ...string) []*checker.Action {
	t.Helper()
	return With().RunFixes(t, a, pkgs...)
}

// Run analyses the named test packages and compares what was found with the
// want comments. It returns the actions on these packages, one GOOS after
// the other.
func (c Config) Run(t testing.TB, a *analysis.Analyzer, pkgs ...string) []*checker.Action {
	t.Helper()
	return c.run(t, a, pkgs, nil)
}

// RunFixes is Run, and compares the text after the fixes with the goldens.
func (c Config) RunFixes(t testing.TB, a *analysis.Analyzer, pkgs ...string) []*checker.Action {
	t.Helper()
	goldens := findGoldens(t, c.dir, pkgs)
	actions := c.run(t, a, pkgs, goldens)
	goldens.reportUnread(t)
	return actions
}

// run does the work for every GOOS. Fixes are checked if goldens is not nil.
func (c Config) run(t testing.TB, a *analysis.Analyzer, pkgs []string, goldens *goldens) []*checker.Action {
	t.Helper()
	defer c.setFlags(t)()
	checkFactTypes(t, a)
	var all []*checker.Action
	built := make(map[string]bool) // files
	for _, goos := range c.gooses {
		r := &round{t: t, analyzer: a, goos: goos, dir: c.dir, names: pkgs}
		actions := r.analyze(nil)
		for _, act := range actions {
			for _, f := range act.Package.CompiledGoFiles {
				built[f] = true
			}
			r.checkWants(act)
		}
		if goldens != nil && !r.failed {
			r.checkFixes(actions, goldens)
		}
		all = append(all, actions...)
	}
	checkAllBuilt(t, c.dir, pkgs, built)
	return all
}

// setFlags sets the flags of the Config and returns what restores them.
func (c Config) setFlags(t testing.TB) (restore func()) {
	t.Helper()
	var undo []func()
	restore = func() {
		for _, f := range slices.Backward(undo) {
			f()
		}
	}
	for _, f := range c.flags {
		def := f.a.Flags.Lookup(f.name)
		if def == nil {
			restore()
			t.Fatalf("analyzer %s has no flag -%s", f.a.Name, f.name)
		}
		old := def.Value.String()
		if err := f.a.Flags.Set(f.name, f.value); err != nil {
			restore()
			t.Fatalf("-%s.%s=%s: %v", f.a.Name, f.name, f.value, err)
		}
		undo = append(undo, func() {
			if err := f.a.Flags.Set(f.name, old); err != nil {
				t.Errorf("restore -%s.%s: %v", f.a.Name, f.name, err)
			}
		})
	}
	return restore
}

// A round is one run of the analyzer for one GOOS.
type round struct {
	t        testing.TB
	analyzer *analysis.Analyzer
	goos     string
	dir      string
	names    []string
	failed   bool // to load or to analyse: nothing more can be said
}

func (r *round) errorf(format string, args ...any) {
	r.t.Helper()
	r.t.Errorf("[%s] "+format, append([]any{r.goos}, args...)...)
}

// analyze loads the packages, with the overlay in place of files on disk, and
// returns one action per package.
func (r *round) analyze(overlay map[string][]byte) []*checker.Action {
	r.t.Helper()
	pkgs, err := load(r.goos, r.dir, r.names, overlay)
	if err != nil {
		r.failed = true
		r.errorf("%v", err)
		return nil
	}
	if r.reportLoadErrors(pkgs, overlay) {
		return nil
	}
	return r.judge(pkgs)
}

// judge runs the analyzer over loaded packages.
func (r *round) judge(pkgs []*packages.Package) []*checker.Action {
	r.t.Helper()
	// SanityCheck makes every fact travel encoded, as under go vet.
	graph, err := checker.Analyze([]*analysis.Analyzer{r.analyzer}, pkgs, &checker.Options{SanityCheck: true})
	if err != nil {
		r.failed = true
		r.errorf("%v", err)
		return nil
	}
	for _, act := range graph.Roots {
		if act.Err != nil {
			r.failed = true
			r.errorf("%s: %v", act, act.Err)
		}
	}
	return graph.Roots
}

func (r *round) reportLoadErrors(pkgs []*packages.Package, overlay map[string][]byte) bool {
	r.t.Helper()
	what := "test package"
	if overlay != nil {
		what = "fixed text"
	}
	packages.Visit(pkgs, nil, func(p *packages.Package) {
		for _, err := range p.Errors {
			r.failed = true
			r.errorf("%s does not compile: %v", what, err)
		}
	})
	return r.failed
}

// line is what the user would see of d, without the position.
func line(act *checker.Action, d analysis.Diagnostic) string {
	res, ok := act.Result.(*report.Result)
	if !ok {
		return d.Message
	}
	level, _ := res.Level(d)
	return fmt.Sprintf("%s: %s (%s/%s)", level, d.Message, act.Analyzer.Name, d.Category)
}

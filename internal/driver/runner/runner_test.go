package runner_test

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/permvet/permvet/analyzers"
	"github.com/permvet/permvet/internal/cache"
	"github.com/permvet/permvet/internal/driver/runner"
	"github.com/permvet/permvet/internal/load"
)

func openCache(t testing.TB, dir string) *cache.Dir {
	t.Helper()
	c, err := cache.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

func (p *program) config(c *cache.Dir) runner.Config {
	suite := analyzers.Suite()
	if p.text == small {
		suite = toySuite()
	}
	return runner.Config{
		Load: load.Config{
			Dir: p.dir, Tests: p.text != small, Env: append(os.Environ(), "GOFLAGS=", "GOPROXY=off", "GOWORK=off", "PWD="+p.dir),
		},
		Suite: suite, Cache: c,
	}
}

func (p *program) run(c *cache.Dir, patterns ...string) *runner.Result {
	p.t.Helper()
	res, err := runner.Run(p.t.Context(), p.config(c), patterns...)
	if err != nil {
		p.t.Fatal(err)
	}
	return res
}

// shown is all of a result that a user can see.
func shown(t testing.TB, res *runner.Result) string {
	t.Helper()
	visible := *res
	visible.Worked = nil
	text, err := json.MarshalIndent(visible, "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// worked lists the packages of the module that were analyzed, without the module's path and without test variants.
func worked(res *runner.Result) []string {
	var list []string
	for _, id := range res.Worked {
		name, ours := strings.CutPrefix(id, "example.com/m/")
		if ours && !strings.Contains(name, " ") {
			list = append(list, name)
		} else if id == "example.com/m" {
			list = append(list, "main")
		}
	}
	slices.Sort(list)
	return list
}

// Whatever is edited, a run with the cache shows what a run without one shows, on one processor and on several.
func TestCachedIsFresh(t *testing.T) {
	for _, test := range []struct {
		name  string
		text  string
		edits int
	}{{"toy", small, 60}, {"real", module, 4}} {
		t.Run(test.name, func(t *testing.T) {
			if testing.Short() {
				test.edits /= 4
			}
			cachedIsFresh(t, newProgram(t, test.text), test.edits)
		})
	}
}

func cachedIsFresh(t *testing.T, p *program, edits int) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rnd := rand.New(rand.NewPCG(seed, 0))
	c := openCache(t, t.TempDir())
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	less, findings := 0, map[string]bool{}
	for i := range edits {
		runtime.GOMAXPROCS([]int{1, 8}[rnd.IntN(2)])
		cached := p.run(c, "./...")
		runtime.GOMAXPROCS([]int{1, 8}[rnd.IntN(2)])
		fresh := p.run(nil, "./...")
		if got, want := shown(t, cached), shown(t, fresh); got != want {
			t.Fatalf("after edit %d, choices %v:\nwith the cache %s\nwithout %s", i, p.choices, got, want)
		}
		if len(cached.Worked) < len(fresh.Worked) {
			less++
		}
		for _, f := range fresh.Findings {
			findings[f.Message] = true
		}
		p.edit(rnd)
		if rnd.IntN(3) == 0 {
			p.edit(rnd)
		}
	}
	if less == 0 {
		t.Errorf("the cache was of use in none of %d runs", edits)
	}
	if len(findings) < 2 {
		t.Errorf("the edits lead to %d different findings only", len(findings))
	}
}

// What is analyzed again after an edit is what the edit can matter to.
func TestCutOff(t *testing.T) {
	for _, test := range []struct {
		name   string
		choice string
		nth    int
		want   []string
	}{
		{"a body that does what it did", "n¦2", 1, []string{"a"}},
		{"a function that nobody else can see", "¦func hidden", 1, []string{"a"}},
		// c does not import a, but can get hold of its types through b, and d through c.
		{"a fact about a function", "println(mode)¦", 1, []string{"a", "b", "c", "d", "main"}},
		{"an unexported field of an exported type", "¦perm", 1, []string{"a", "b", "c", "d", "main"}},
		{"a new exported function", "¦func hidden", 2, []string{"a", "b", "c", "d", "main"}},
		{"a constant", "1¦2¦3", 1, []string{"a", "b", "c", "d", "main"}},
		{"a fact about a function that few use", "7¦n", 1, []string{"c", "d", "main"}},
		{"the top", "5¦6", 1, []string{"main"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := newProgram(t, small)
			c := openCache(t, t.TempDir())
			p.run(c, "./...")
			if again := p.run(c, "./..."); len(again.Worked) > 0 {
				t.Errorf("nothing changed, but these were analyzed again: %q", again.Worked)
			}
			p.choose(test.choice, test.nth)
			if got := worked(p.run(c, "./...")); !slices.Equal(got, test.want) {
				t.Errorf("analyzed again: %q, want %q", got, test.want)
			}
			p.choose(test.choice, 0)
			if back := p.run(c, "./..."); len(back.Worked) > 0 {
				t.Errorf("it was taken back, but these were analyzed again: %q", back.Worked)
			}
		})
	}
}

// A package that does not compile is reported each time, and so is what its importers say about it.
func TestBroken(t *testing.T) {
	p := newProgram(t, small)
	c := openCache(t, t.TempDir())
	p.run(c, "./...")
	p.choose("¦func hidden", 3)
	for range 2 {
		res := p.run(c, "./...")
		if len(res.Problems) != 1 || !strings.Contains(res.Problems[0].Message, "cannot use") {
			t.Errorf("problems: %q", res.Problems)
		}
		if got, want := shown(t, res), shown(t, p.run(nil, "./...")); got != want {
			t.Errorf("with the cache %s\nwithout %s", got, want)
		}
	}
	p.choose("¦func hidden", 0)
	if res := p.run(c, "./..."); len(res.Problems) > 0 || len(res.Worked) > 0 {
		t.Errorf("it compiles again: problems %q, analyzed again %q", res.Problems, res.Worked)
	}
}

// Whoever asks for less or in another way gets the same from the same cache.
func TestPatternsShareEntries(t *testing.T) {
	p := newProgram(t, small)
	c := openCache(t, t.TempDir())
	p.run(c, "./...")
	for _, patterns := range [][]string{{"./c"}, {"example.com/m/b", "."}, {"./a/..."}} {
		if got, want := shown(t, p.run(c, patterns...)), shown(t, p.run(nil, patterns...)); got != want {
			t.Errorf("%q: with the cache %s\nwithout %s", patterns, got, want)
		}
	}
}

// Flags of the checks, and settings that they know otherwise, are part of the key.
func TestSettings(t *testing.T) {
	p := newProgram(t, module)
	c := openCache(t, t.TempDir())
	p.run(c, "./b")
	cfg := p.config(c)
	cfg.Settings = "something else"
	res, err := runner.Run(t.Context(), cfg, "./b")
	if err != nil || len(res.Worked) == 0 {
		t.Errorf("other settings: analyzed %q, error %v", res.Worked, err)
	}
	if slices.Contains(res.Worked, "os") {
		t.Error("facts do not depend on these settings")
	}
	cfg = p.config(c)
	cfg.Suite.Checks = cfg.Suite.Checks[:3]
	res, err = runner.Run(t.Context(), cfg, "./b")
	if err != nil || !slices.Contains(res.Worked, "example.com/m/b") {
		t.Errorf("other checks: analyzed %q, error %v", res.Worked, err)
	}
	if slices.Contains(res.Worked, "os") {
		t.Error("what is known of dependencies does not depend on the choice of checks")
	}
	env := p.config(c)
	env.Load.Env = append(env.Load.Env, "GOOS=windows")
	res, err = runner.Run(t.Context(), env, "./b")
	if err != nil || !slices.Contains(res.Worked, "example.com/m/b") {
		t.Errorf("another system: analyzed %q, error %v", res.Worked, err)
	}
}

// Damage to any entry costs time and nothing else.
func TestDamage(t *testing.T) {
	p := newProgram(t, small)
	dir := t.TempDir()
	c := openCache(t, dir)
	want := shown(t, p.run(c, "./..."))
	for name, damage := range map[string]func([]byte) []byte{
		"truncated": func(b []byte) []byte { return b[:len(b)/2] },
		"empty":     func([]byte) []byte { return nil },
		"one bit":   func(b []byte) []byte { b[len(b)-1] ^= 1; return b },
		"newer":     func(b []byte) []byte { return append([]byte("permvet cache entry 9\n"), b[22:]...) },
	} {
		t.Run(name, func(t *testing.T) {
			damaged := 0
			eachEntry(t, dir, func(name string) {
				text, err := os.ReadFile(name)
				if err == nil {
					err = os.WriteFile(name, damage(text), 0o600)
				}
				if err != nil {
					t.Fatal(err)
				}
				damaged++
			})
			res := p.run(c, "./...")
			if got := shown(t, res); got != want {
				t.Errorf("got %s\nwant %s", got, want)
			}
			if damaged < 5 || len(res.Worked) < 5 {
				t.Errorf("%d entries were damaged, but only %q was analyzed again", damaged, res.Worked)
			}
		})
	}
}

func eachEntry(t *testing.T, dir string, do func(name string)) {
	t.Helper()
	err := filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if err == nil && e.Type().IsRegular() && filepath.Dir(name) != dir {
			do(name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Several runs can share a cache.
func TestTogether(t *testing.T) {
	p := newProgram(t, small)
	dir := t.TempDir()
	want := shown(t, p.run(nil, "./..."))
	var wg sync.WaitGroup
	for range 4 {
		c := openCache(t, dir) // as another process would
		wg.Go(func() {
			if got := shown(t, p.run(c, "./...")); got != want {
				t.Errorf("got %s\nwant %s", got, want)
			}
		})
	}
	wg.Wait()
	eachEntry(t, dir, func(name string) {
		if strings.HasSuffix(name, ".tmp") {
			t.Errorf("%s was left behind", name)
		}
	})
	if res := p.run(openCache(t, dir), "./..."); len(res.Worked) > 0 {
		t.Errorf("analyzed again: %q", res.Worked)
	}
}

func TestCancel(t *testing.T) {
	p := newProgram(t, small)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := runner.Run(ctx, p.config(nil), "./..."); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

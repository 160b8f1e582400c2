//go:build integration

package analyzers_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"

	"github.com/permvet/permvet/analyzers"
	"github.com/permvet/permvet/internal/antest"
	"github.com/permvet/permvet/internal/settings"
)

// TestFreeze compares all findings and facts with those of an earlier run, for
// changes that should move code and nothing else. The first run with
// PERMVET_FREEZE set to a directory writes them there, later ones compare.
func TestFreeze(t *testing.T) {
	dir := os.Getenv("PERMVET_FREEZE")
	if dir == "" {
		t.Skip("set PERMVET_FREEZE to the directory that holds the findings to compare with")
	}
	var as []*analysis.Analyzer
	for _, c := range analyzers.Suite().Checks {
		as = append(as, c.Analyzer)
	}
	for _, c := range append([]string{"effects"}, names(as)...) {
		t.Run(c, func(t *testing.T) {
			conf := antest.With(antest.Strict(), antest.GOOS("linux", "windows"), antest.Dir(filepath.Join("..", "passes", c, "testdata", "src")))
			compareFrozen(t, filepath.Join(dir, c), conf.Dump(t, as...))
		})
	}
	for _, pattern := range []string{"std", "cmd/go/internal/...", "golang.org/x/tools/..."} {
		t.Run(pattern, func(t *testing.T) {
			pkgs, err := packages.Load(&packages.Config{Mode: packages.LoadAllSyntax}, pattern)
			if err != nil {
				t.Fatal(err)
			}
			if err := settings.Analyzer.Flags.Set("strict", "true"); err != nil {
				t.Fatal(err)
			}
			sound := slices.DeleteFunc(pkgs, func(p *packages.Package) bool { return p.IllTyped })
			compareFrozen(t, filepath.Join(dir, strings.ReplaceAll(pattern, "/", "_")), antest.DumpPackages(t, sound, as...))
		})
	}
}

func names(as []*analysis.Analyzer) (names []string) {
	for _, a := range as {
		names = append(names, a.Name)
	}
	return names
}

// compareFrozen writes the lines where there are none yet, else shows what is
// gone and what is new.
func compareFrozen(t *testing.T, file string, lines []string) {
	t.Helper()
	old, err := os.ReadFile(file)
	if os.IsNotExist(err) {
		if err := os.WriteFile(file, []byte(strings.Join(lines, "\n")), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	} else if err != nil {
		t.Fatal(err)
	}
	before := strings.Split(string(old), "\n")
	for _, l := range before {
		if _, found := slices.BinarySearch(lines, l); !found {
			t.Errorf("gone: %s", l)
		}
	}
	slices.Sort(before)
	for _, l := range lines {
		if _, found := slices.BinarySearch(before, l); !found {
			t.Errorf("new: %s", l)
		}
	}
}

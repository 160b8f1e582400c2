package antest

import (
	"bytes"
	"fmt"
	"go/format"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/txtar"
)

// goldens are the expected texts of a run, and which of them were compared.
type goldens struct {
	texts map[string]map[string][]byte // file → fix message, "" for what -fix does → text
	read  map[string]bool              // file + message
}

const afterFix = ""

func goldenKey(file, message string) string { return file + "\x00" + message }

// findGoldens reads the goldens in the directories of the packages.
func findGoldens(t testing.TB, dir string, pkgs []string) *goldens {
	t.Helper()
	g := &goldens{texts: make(map[string]map[string][]byte), read: make(map[string]bool)}
	for _, pkg := range pkgs {
		names, err := filepath.Glob(filepath.Join(dir, pkg, "*.golden"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			abs, err := filepath.Abs(strings.TrimSuffix(name, ".golden"))
			if err != nil {
				t.Fatal(err)
			}
			ar, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			texts := make(map[string][]byte)
			if len(ar.Files) == 0 {
				texts[afterFix] = ar.Comment
			} else if len(bytes.TrimSpace(ar.Comment)) > 0 {
				t.Errorf("%s: text before the first section", name)
			}
			for _, section := range ar.Files {
				texts[section.Name] = section.Data
			}
			g.texts[abs] = texts
		}
	}
	if len(g.texts) == 0 {
		t.Errorf("no golden in %s: use Run if there are no fixes", strings.Join(pkgs, ", "))
	}
	return g
}

func (g *goldens) reportUnread(t testing.TB) {
	t.Helper()
	for _, file := range slices.Sorted(maps.Keys(g.texts)) {
		for _, message := range slices.Sorted(maps.Keys(g.texts[file])) {
			if g.read[goldenKey(file, message)] {
				continue
			}
			if message == afterFix {
				t.Errorf("%s.golden was not compared: no fix changed the file", relative(file))
			} else {
				t.Errorf("%s.golden: section %q was not compared: no such fix", relative(file), message)
			}
		}
	}
}

// A scenario is a choice of fixes that are applied together.
type scenario struct {
	message string // afterFix: the first fix of every diagnostic
	edits   map[string][]edit
	fixed   map[finding]int // how many of each are gone
}

// A finding is a diagnostic without its exact place, which a fix may move.
type finding struct{ file, kind string }

// chosen returns the fix of d that the scenario applies.
func (s *scenario) chosen(d analysis.Diagnostic) (analysis.SuggestedFix, bool) {
	for _, fix := range d.SuggestedFixes {
		if s.message == afterFix || fix.Message == s.message {
			return fix, true
		}
	}
	return analysis.SuggestedFix{}, false
}

// checkFixes applies the fixes in every way that counts: what -fix does, and
// all of one message where a golden has a section for it.
func (r *round) checkFixes(actions []*checker.Action, g *goldens) {
	r.t.Helper()
	before := make(map[finding]int)
	messages := map[string]bool{afterFix: true}
	for _, act := range actions {
		for _, d := range act.Diagnostics {
			before[findingOf(act, d)]++
			for _, fix := range d.SuggestedFixes {
				if len(d.SuggestedFixes) > 1 || hasSections(g, act, fix) {
					messages[fix.Message] = true
				}
			}
		}
	}
	for _, message := range slices.Sorted(maps.Keys(messages)) {
		s := newScenario(actions, message)
		overlay := r.applyScenario(s, actions, g)
		if len(overlay) > 0 {
			r.checkSilence(s, before, overlay)
		}
	}
}

func hasSections(g *goldens, act *checker.Action, fix analysis.SuggestedFix) bool {
	for _, e := range fix.TextEdits {
		texts := g.texts[act.Package.Fset.File(e.Pos).Name()]
		if _, plain := texts[afterFix]; texts != nil && !plain {
			return true
		}
	}
	return false
}

func findingOf(act *checker.Action, d analysis.Diagnostic) finding {
	kind := d.Category
	if kind == "" {
		kind = d.Message
	}
	return finding{act.Package.Fset.File(d.Pos).Name(), kind}
}

func newScenario(actions []*checker.Action, message string) *scenario {
	s := &scenario{message: message, edits: make(map[string][]edit), fixed: make(map[finding]int)}
	for _, act := range actions {
		for _, d := range act.Diagnostics {
			fix, ok := s.chosen(d)
			if !ok {
				continue
			}
			s.fixed[findingOf(act, d)]++
			for _, e := range fix.TextEdits {
				file := act.Package.Fset.File(e.Pos)
				end := e.End
				if !end.IsValid() {
					end = e.Pos
				}
				s.edits[file.Name()] = append(s.edits[file.Name()],
					edit{file.Offset(e.Pos), file.Offset(end), string(e.NewText)})
			}
		}
	}
	return s
}

// applyScenario returns the fixed text of every file that changes, after
// comparing it with its golden.
func (r *round) applyScenario(s *scenario, actions []*checker.Action, g *goldens) map[string][]byte {
	r.t.Helper()
	overlay := make(map[string][]byte)
	for _, file := range slices.Sorted(maps.Keys(s.edits)) {
		src, err := os.ReadFile(file)
		if err != nil {
			r.errorf("%v", err)
			continue
		}
		fixed, err := applyEdits(src, s.edits[file])
		if err == nil {
			fixed, err = tidy(packageOf(actions, file), fixed)
		}
		if err != nil {
			r.errorf("%s: %s: %v", relative(file), s, err)
			continue
		}
		overlay[file] = fixed
		r.compare(s, file, fixed, g)
	}
	return overlay
}

func (s *scenario) String() string {
	if s.message == afterFix {
		return "after -fix"
	}
	return fmt.Sprintf("fix %q", s.message)
}

func packageOf(actions []*checker.Action, file string) *packages.Package {
	for _, act := range actions {
		if slices.Contains(act.Package.CompiledGoFiles, file) {
			return act.Package
		}
	}
	return new(packages.Package)
}

func (r *round) compare(s *scenario, file string, fixed []byte, g *goldens) {
	r.t.Helper()
	texts, ok := g.texts[file]
	if !ok {
		r.errorf("%s is changed by fixes but has no golden; %s:\n%s", relative(file), s, fixed)
		return
	}
	want, ok := texts[s.message]
	if !ok {
		if s.message != afterFix {
			r.errorf("%s.golden has no section for the alternative %q:\n%s", relative(file), s.message, fixed)
		}
		return // with sections, each fix is compared under its own message
	}
	g.read[goldenKey(file, s.message)] = true
	want, err := format.Source(want)
	if err != nil {
		r.errorf("%s.golden: %v", relative(file), err)
		return
	}
	if got, want := bytes.TrimSpace(fixed), bytes.TrimSpace(want); !bytes.Equal(got, want) {
		r.errorf("%s, %s:\n%s", relative(file), s, lineDiff(string(want), string(got)))
	}
}

// checkSilence analyses the fixed text: what was fixed must be gone, and
// nothing may be new.
func (r *round) checkSilence(s *scenario, before map[finding]int, overlay map[string][]byte) {
	r.t.Helper()
	again := &round{t: r.t, analyzer: r.analyzer, goos: r.goos, dir: r.dir, names: r.names}
	left := maps.Clone(before)
	for f, n := range s.fixed {
		left[f] -= n
	}
	for _, act := range again.analyze(overlay) {
		for _, d := range act.Diagnostics {
			f := findingOf(act, d)
			if left[f]--; left[f] < 0 {
				r.errorf("%s: still found, or new, %s: %s", act.Package.Fset.PositionFor(d.Pos, false), s, line(act, d))
			}
		}
	}
}

// lineDiff shows the lines in which two texts differ, between the equal lines
// at their ends.
func lineDiff(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	start := 0
	for start < len(w) && start < len(g) && w[start] == g[start] {
		start++
	}
	for len(w) > start && len(g) > start && w[len(w)-1] == g[len(g)-1] {
		w, g = w[:len(w)-1], g[:len(g)-1]
	}
	var b strings.Builder
	fmt.Fprintf(&b, "from line %d\n", start+1)
	for _, l := range w[start:] {
		fmt.Fprintf(&b, "want %s\n", l)
	}
	for _, l := range g[start:] {
		fmt.Fprintf(&b, "got  %s\n", l)
	}
	return b.String()
}

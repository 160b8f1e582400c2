// Package site scores the suite on labelled lines of well-known modules.
//
// A line is found again by the hash of its text, so that no code of others is kept here and a neighboring version of the
// module serves as well.
package site

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"golang.org/x/mod/module"

	"github.com/permvet/permvet/internal/corpus/scan"
)

// A Site is a line with what a reader of the code says about it.
type Site struct {
	Module  string   `json:"module"`
	Version string   `json:"version"`
	File    string   `json:"file"`
	Line    int      `json:"line"`
	Hash    string   `json:"hash"`   // of the line without its surrounding spaces
	Class   string   `json:"class"`  // what the line is about
	Checks  []string `json:"checks"` // those that may speak about it
	Label   string   `json:"label"`  // bug, risky or ok
	Reason  string   `json:"reason"`
}

// A Module is the sites of one module.
type Module struct {
	Path, Version string
	Sites         []Site
}

// Hash is the hash of a line of source.
func Hash(line string) string {
	sum := sha256.Sum256([]byte(strings.TrimSpace(line)))
	return hex.EncodeToString(sum[:8])
}

// Read reads the labelled lines.
func Read(name string) ([]*Module, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	byPath := map[string]*Module{}
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		var s Site
		dec := json.NewDecoder(bytes.NewReader(lines.Bytes()))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&s); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, n, err)
		}
		if !slices.Contains([]string{"bug", "risky", "ok"}, s.Label) || len(s.Checks) == 0 || s.Reason == "" {
			return nil, fmt.Errorf("%s:%d: want a label (bug, risky, ok), checks and a reason", name, n)
		}
		if byPath[s.Module] == nil {
			byPath[s.Module] = &Module{Path: s.Module, Version: s.Version}
		}
		byPath[s.Module].Sites = append(byPath[s.Module].Sites, s)
	}
	var mods []*Module
	for _, p := range slices.Sorted(maps.Keys(byPath)) {
		mods = append(mods, byPath[p])
	}
	return mods, lines.Err()
}

// A Score counts labelled lines by class and outcome.
type Score map[string]map[string]int

// outcomes in the order of the table.
var outcomes = []string{"hit", "MISS", "risky told", "risky silent", "FALSE", "silent", "line gone"}

func (s *Score) count(class, outcome string) {
	if *s == nil {
		*s = Score{}
	}
	if (*s)[class] == nil {
		(*s)[class] = map[string]int{}
	}
	(*s)[class][outcome]++
}

// Add adds the counts of another score.
func (s *Score) Add(t Score) {
	for class, byOutcome := range t {
		for outcome, n := range byOutcome {
			for range n {
				s.count(class, outcome)
			}
		}
	}
}

// Score analyzes the packages with labelled lines in dir/module@version, and says on w which bugs are missed and which
// right lines are told.
func (m *Module) Score(ctx context.Context, dir string, w io.Writer) (Score, error) {
	escaped, err := module.EscapePath(m.Path)
	if err != nil {
		return nil, err
	}
	root := filepath.Join(dir, filepath.FromSlash(escaped)+"@"+m.Version)
	if _, err := os.Stat(root); err != nil {
		return nil, fmt.Errorf("no source: go mod download %s@%s", m.Path, m.Version)
	}
	if _, err := os.Stat(filepath.Join(root, "go.mod")); err != nil {
		return nil, errors.New("it has no go.mod: copy it, and its vendor.mod to go.mod, into a directory for -sites")
	}
	res, err := scan.Dir(ctx, root, m.packages(root)...)
	if err != nil {
		return nil, err
	}
	for _, p := range res.Problems {
		fmt.Fprintf(w, "%s: not analyzed: %s\n", m.Path, p)
	}
	var score Score
	for _, s := range m.Sites {
		outcome, about := s.judge(root, res.Findings)
		score.count(s.Class, outcome)
		switch outcome {
		case "MISS":
			fmt.Fprintf(w, "missed %s/%s:%d (%s)\n", m.Path, s.File, s.Line, s.Reason)
		case "FALSE":
			fmt.Fprintf(w, "right  %s/%s:%d is told: %s (%s)\n", m.Path, s.File, s.Line, about, s.Reason)
		}
	}
	return score, nil
}

// packages are the patterns of the packages with labelled lines.
func (m *Module) packages(root string) []string {
	var list []string
	for _, s := range m.Sites {
		if _, err := os.Stat(filepath.Join(root, filepath.FromSlash(s.File))); err == nil {
			list = append(list, "./"+path.Dir(s.File))
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// near is how many lines a finding may be away from the labelled one: statements span lines.
const near = 2

// judge compares the label of a line with what is told about it.
func (s Site) judge(root string, findings []scan.Finding) (outcome, about string) {
	line := s.locate(filepath.Join(root, filepath.FromSlash(s.File)))
	if line == 0 {
		return "line gone", ""
	}
	i := slices.IndexFunc(findings, func(f scan.Finding) bool {
		return f.Default() && slices.Contains(s.Checks, f.Check) && f.Touches(s.File, line-near, line+near)
	})
	told := i >= 0
	if told {
		about = findings[i].Rule() + ": " + findings[i].Message
	}
	switch {
	case s.Label == "bug" && told:
		return "hit", about
	case s.Label == "bug":
		return "MISS", ""
	case s.Label == "risky" && told:
		return "risky told", about
	case s.Label == "risky":
		return "risky silent", ""
	case told:
		return "FALSE", about
	}
	return "silent", ""
}

// locate returns the line of the file that has the hash, the nearest one if there are several, and 0 if none.
func (s Site) locate(name string) int {
	data, err := os.ReadFile(name)
	if err != nil {
		return 0
	}
	best := 0
	for i, text := range strings.Split(string(data), "\n") {
		if Hash(text) == s.Hash && (best == 0 || distance(i+1, s.Line) < distance(best, s.Line)) {
			best = i + 1
		}
	}
	return best
}

func distance(a, b int) int { return max(a-b, b-a) }

// Write prints the score as a table, and the two numbers that matter.
func (s Score) Write(w io.Writer) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(tw, "class\t%s\n", strings.Join(outcomes, "\t"))
	total := map[string]int{}
	for _, class := range slices.Sorted(maps.Keys(s)) {
		row(tw, class, s[class])
		for outcome, n := range s[class] {
			total[outcome] += n
		}
	}
	row(tw, "all", total)
	if err := tw.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "labelled lines: %d of %d bugs found; %d of %d told lines are right\n", total["hit"], total["hit"]+total["MISS"],
		total["FALSE"], total["hit"]+total["risky told"]+total["FALSE"])
	return err
}

func row(w io.Writer, name string, counts map[string]int) {
	fmt.Fprint(w, name)
	for _, o := range outcomes {
		fmt.Fprintf(w, "\t%d", counts[o])
	}
	fmt.Fprintln(w)
}

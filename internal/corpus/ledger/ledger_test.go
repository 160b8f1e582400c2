package ledger

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/permvet/permvet/analyzers"
	"github.com/permvet/permvet/internal/corpus/scan"
	"github.com/permvet/permvet/internal/settings"
)

// TestLedger reads what is written down: every row that is told must be judged, and its kind must exist.
func TestLedger(t *testing.T) {
	books, err := Read(filepath.Join("..", "..", "..", "testdata", "ledger"))
	if err != nil {
		t.Fatal(err)
	}
	suite, err := analyzers.New(settings.Settings{})
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string]bool{}
	for _, c := range suite.Checks {
		for _, k := range c.Kinds {
			kinds[c.Name()+"/"+k.ID] = true
		}
	}
	for _, b := range books {
		if want := strings.ReplaceAll(b.Repo, "/", "+") + ".jsonl"; filepath.Base(b.name) != want {
			t.Errorf("%s is about %s", b.name, b.Repo)
		}
		seen := map[key]bool{}
		for _, r := range b.Rows {
			if seen[r.key()] {
				t.Errorf("%v is there twice", r)
			}
			seen[r.key()] = true
			if r.Told && !kinds[r.Kind] {
				t.Errorf("%v: there is no such kind", r)
			}
			if r.Verdict == Unjudged {
				t.Errorf("%v has not been judged", r)
			}
		}
	}
	if len(books) < 25 {
		t.Errorf("the ledger is about %d repositories, want 25", len(books))
	}
}

// TestMerge: a new finding, one that is gone and one that came back are all differences, and no row gets lost.
func TestMerge(t *testing.T) {
	row := func(line int, told bool, v Verdict) Row {
		return Row{Repo: "o/n", File: "a.go", Line: line, Kind: "c/k", Told: told, Verdict: v, Sentence: "because"}
	}
	found := func(line int) scan.Finding {
		return scan.Finding{Check: "c", Kind: "k", Level: "warning", Place: scan.Place{File: "a.go", Line: line}}
	}
	b := &Book{Repo: "o/n", Rows: []Row{row(1, true, True), row(2, true, False), row(3, false, True)}}
	note := scan.Finding{Check: "c", Kind: "k", Level: "note", Place: scan.Place{File: "a.go", Line: 9}}
	var out strings.Builder
	if !b.merge([]scan.Finding{found(1), found(3), found(4), note}, &out) {
		t.Error("no difference is seen")
	}
	want := "- o/n/a.go:2: c/k (false: because)\n+ o/n/a.go:3: c/k (true: because)\n+ o/n/a.go:4: c/k (new: )\n"
	if out.String() != want {
		t.Errorf("got\n%swant\n%s", out.String(), want)
	}
	if len(b.Rows) != 4 || b.Rows[3].Verdict != Unjudged || !b.Rows[3].Told || b.Rows[1].Told {
		t.Errorf("the rows are %+v", b.Rows)
	}
	if b.merge([]scan.Finding{found(1), found(3), found(4)}, &out) {
		t.Error("a difference is seen where there is none")
	}
	both := found(1)
	both.Related = []scan.Place{{File: "a.go", Line: 3}}
	if !b.merge([]scan.Finding{both, found(4)}, &out) || b.Rows[2].Told || !b.Rows[2].Within {
		t.Errorf("a place that another finding names is %+v", b.Rows[2])
	}
}

// TestRowsAreChecked: a verdict that does not exist, or that has no reason, is refused.
func TestRowsAreChecked(t *testing.T) {
	commit := strings.Repeat("0", 40)
	b := &Book{Repo: "o/n", Commit: commit}
	good := Row{Repo: "o/n", Commit: commit, File: "a.go", Line: 1, Kind: "c/k", Verdict: True, Sentence: "because"}
	if err := b.valid(good); err != nil {
		t.Errorf("a good row is refused: %v", err)
	}
	for what, change := range map[string]func(*Row){
		"another repository": func(r *Row) { r.Repo = "o/m" },
		"short commit":       func(r *Row) { r.Commit = "0000000" },
		"unknown verdict":    func(r *Row) { r.Verdict = "maybe" },
		"no reason":          func(r *Row) { r.Sentence = "" },
		"no verdict":         func(r *Row) { r.Verdict = Unjudged },
	} {
		r := good
		change(&r)
		if err := b.valid(r); err == nil {
			t.Errorf("%s: accepted", what)
		}
	}
}

func TestSummary(t *testing.T) {
	rows := []Row{
		{Kind: "c/k", Told: true, Verdict: True}, {Kind: "c/k", Told: true, Verdict: False}, {Kind: "c/l", Verdict: True},
		{Kind: "c/l", Verdict: False}, {Kind: "c/l", Told: true}, {Kind: "c/k", Within: true, Verdict: True},
	}
	s := Summarize([]*Book{{Rows: rows}})
	if s.Told[True] != 1 || s.Told[False] != 1 || s.Told.Total() != 2 || s.Lost != 1 || s.Unjudged != 1 || len(s.ByKind) != 1 {
		t.Errorf("got %+v", s)
	}
}

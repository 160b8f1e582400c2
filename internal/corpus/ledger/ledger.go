// Package ledger keeps, for whole repositories at a fixed commit, every finding that was ever told by default, with the
// verdict of somebody who read the code around it.
//
// Rows are never taken out. "told" says whether the suite tells the finding today, and "within" that another finding of
// the kind names the place. So a change of the suite is a change of these fields: a false alarm that goes is progress, a
// true finding that goes is a loss, and both are seen in a diff.
package ledger

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/permvet/permvet/internal/corpus/scan"
)

// A Verdict is what a reader of the code thinks about a finding.
type Verdict string

// The verdicts.
const (
	True      Verdict = "true"      // a maintainer who cares would mend this
	Arguable  Verdict = "arguable"  // right in itself, but there are good reasons to leave it
	False     Verdict = "false"     // nobody gains anything, or it is not so
	Duplicate Verdict = "duplicate" // the same mistake is told elsewhere
	Unjudged  Verdict = ""          // found by -update, and not read yet
)

var verdicts = []Verdict{True, Arguable, False, Duplicate}

// A Row is a finding.
type Row struct {
	Repo     string  `json:"repo"`
	Commit   string  `json:"commit"`
	File     string  `json:"file"`
	Line     int     `json:"line"`
	Kind     string  `json:"kind"` // check/kind
	Told     bool    `json:"told"`
	Within   bool    `json:"within,omitempty"` // not told by itself, but named by another finding of the kind
	Verdict  Verdict `json:"verdict"`
	Sentence string  `json:"sentence"`
}

type key struct {
	file, kind string
	line       int
}

func (r Row) key() key { return key{r.File, r.Kind, r.Line} }

func (r Row) String() string { return fmt.Sprintf("%s/%s:%d: %s", r.Repo, r.File, r.Line, r.Kind) }

// A Book is what is known about one repository.
type Book struct {
	Repo, Commit string
	Rows         []Row
	name         string // of its file
}

// Read reads all books of a directory.
func Read(dir string) ([]*Book, error) {
	names, err := filepath.Glob(filepath.Join(dir, "*.jsonl"))
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("%s: there is no ledger", dir)
	}
	var books []*Book
	for _, name := range names {
		b, err := readBook(name)
		if err != nil {
			return nil, err
		}
		books = append(books, b)
	}
	return books, nil
}

func readBook(name string) (*Book, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	b := &Book{name: name}
	for i, line := range bytes.Split(bytes.TrimSpace(data), []byte("\n")) {
		dec := json.NewDecoder(bytes.NewReader(line))
		dec.DisallowUnknownFields()
		var r Row
		if err := dec.Decode(&r); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, i+1, err)
		}
		if i == 0 {
			b.Repo, b.Commit = r.Repo, r.Commit
		}
		if err := b.valid(r); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, i+1, err)
		}
		if r.Kind != "" { // a row without a finding only says that the repository was looked at
			b.Rows = append(b.Rows, r)
		}
	}
	return b, nil
}

func (b *Book) valid(r Row) error {
	switch {
	case r.Repo != b.Repo || r.Commit != b.Commit:
		return errors.New("a book is about one repository at one commit")
	case r.Repo == "" || len(r.Commit) != 40:
		return errors.New("the row needs repo (owner/name) and the whole commit")
	case r.Kind == "":
		return nil
	case r.Verdict != Unjudged && !slices.Contains(verdicts, r.Verdict):
		return fmt.Errorf("%q is no verdict: there are %q", r.Verdict, verdicts)
	case (r.Verdict == Unjudged) != (r.Sentence == ""):
		return errors.New("a verdict needs a sentence that gives the reason")
	}
	return nil
}

// Check compares the book with what is found in a checkout, and says on w what differs. With update it writes the book
// anew. A checkout that is missing or at another commit is skipped.
func (b *Book) Check(ctx context.Context, dir string, update bool, w io.Writer) (differs bool, err error) {
	if reason := b.cannotUse(ctx, dir); reason != "" {
		fmt.Fprintf(w, "%s: skipped: %s\n", b.Repo, reason)
		return false, nil
	}
	res, err := scan.Dir(ctx, dir, "./...")
	if err != nil {
		return false, err
	}
	for _, p := range res.Problems {
		fmt.Fprintf(w, "%s: not analyzed: %s\n", b.Repo, p)
	}
	differs = b.merge(res.Findings, w)
	if !update {
		return differs, nil
	}
	return false, b.write()
}

// cannotUse gives the reason why a directory is not the checkout that the book is about.
func (b *Book) cannotUse(ctx context.Context, dir string) string {
	if _, err := os.Stat(dir); err != nil {
		return fmt.Sprintf("no checkout: git clone https://github.com/%s %s && git -C %[2]s checkout %s", b.Repo, dir, b.Commit)
	}
	head, err := exec.CommandContext(ctx, "git", "-C", dir, "rev-parse", "HEAD").Output()
	switch got := strings.TrimSpace(string(head)); {
	case err != nil:
		return dir + " is no git checkout"
	case got != b.Commit:
		return fmt.Sprintf("%s is at %s, the ledger at %s", dir, got, b.Commit)
	}
	return ""
}

// merge brings the rows up to date with the findings and says what changed.
func (b *Book) merge(findings []scan.Finding, w io.Writer) (differs bool) {
	now := map[key]scan.Finding{}
	named := map[key]bool{}
	for _, f := range findings {
		if f.Default() {
			now[key{f.File, f.Rule(), f.Line}] = f
			for _, p := range f.Related {
				named[key{p.File, f.Rule(), p.Line}] = true
			}
		}
	}
	for i := range b.Rows {
		r := &b.Rows[i]
		_, told := now[r.key()]
		delete(now, r.key())
		within := !told && named[r.key()]
		if told == r.Told && within == r.Within {
			continue
		}
		differs = true
		sign := "-"
		switch {
		case told:
			sign = "+"
		case within:
			sign = "=" // told with another
		}
		fmt.Fprintf(w, "%s %v (%s: %s)\n", sign, r, cmp.Or(r.Verdict, "unjudged"), r.Sentence)
		r.Told, r.Within = told, within
	}
	for _, f := range now {
		r := Row{Repo: b.Repo, Commit: b.Commit, File: f.File, Line: f.Line, Kind: f.Rule(), Told: true}
		b.Rows = append(b.Rows, r)
		differs = true
	}
	slices.SortStableFunc(b.Rows, func(r, s Row) int {
		return cmp.Or(cmp.Compare(r.File, s.File), cmp.Compare(r.Line, s.Line), cmp.Compare(r.Kind, s.Kind))
	})
	for _, r := range b.Rows {
		if f, ok := now[r.key()]; ok {
			fmt.Fprintf(w, "+ %v (new: %s)\n", r, f.Message)
		}
	}
	return differs
}

// write replaces the file of the book.
func (b *Book) write() error {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	rows := b.Rows
	if len(rows) == 0 {
		rows = []Row{{Repo: b.Repo, Commit: b.Commit}}
	}
	for _, r := range rows {
		if err := enc.Encode(r); err != nil {
			return err
		}
	}
	return os.WriteFile(b.name, buf.Bytes(), 0o644)
}

// Package finding holds what an analysis found, free of syntax trees and file sets, for the writers of the formats.
package finding

import (
	"cmp"
	"fmt"
	"go/token"
	"path/filepath"
	"slices"
	"strings"

	"github.com/permvet/permvet/internal/driver/source"
	"github.com/permvet/permvet/internal/meta"
)

// A Span is a stretch of source text. File names are absolute; columns and offsets count bytes. Of a location that
// is one point, End is the same as Start.
type Span struct {
	Start, End token.Position
}

// A Finding is one diagnostic of one check.
type Finding struct {
	Check, Kind string
	Level       meta.Level
	Message     string
	URL         string
	Span
	Related []Related
	Fixes   []Fix    // the first is the one to apply
	OS      []string // the platforms it holds for, if several were asked for

	Package, Decl string // the import path and the declaration that it is in
	Print         string // its fingerprint, see Report.Fingerprint
}

// Rule names the finding's check and kind.
func (f *Finding) Rule() string {
	if f.Kind == "" {
		return f.Check
	}
	return f.Check + "/" + f.Kind
}

// Related is another place that a finding is about.
type Related struct {
	Span
	Message string
}

// A Fix is one way to correct what a finding is about.
type Fix struct {
	Message string
	Edits   []Edit
}

// An Edit replaces the text of a span.
type Edit struct {
	Span
	New string
}

// Equal reports whether two fixes change the same text to the same text.
func (f Fix) Equal(g Fix) bool { return slices.Equal(f.Edits, g.Edits) }

// A Problem is a package that could not be analyzed, or another fault of the run.
type Problem struct {
	Package  string         // its ID, if it is about one: the path, for a test variant followed by [path.test]
	Pattern  string         // or about a pattern that names no package
	Position token.Position // where known
	Message  string
}

// A Report is the outcome of a run.
type Report struct {
	Suite    meta.Suite
	Version  string
	Dir      string // file names are shown relative to it
	Root     string // of the repository, for services that know files by their names there; empty if there is none
	Sources  *source.Files
	Findings []Finding
	Problems []Problem
	Remarks  []string // for standard error: what is good to know but no fault

	PackageName map[string]string // names of the imported packages by import path
}

// Path shows a file name relative to the directory of the report, if it lies below it or that is shorter.
func (r *Report) Path(name string) string {
	rel, err := filepath.Rel(r.Dir, name)
	if err != nil || strings.HasPrefix(rel, "..") && len(rel) >= len(name) {
		return name
	}
	return rel
}

// RepoPath shows a file name relative to the root of the repository, with forward slashes; ok is false outside of it.
func (r *Report) RepoPath(name string) (rel string, ok bool) {
	root := r.Root
	if root == "" {
		root = r.Dir
	}
	rel, err := filepath.Rel(root, name)
	if err != nil || !filepath.IsLocal(rel) {
		return filepath.ToSlash(name), false
	}
	return filepath.ToSlash(rel), true
}

// Merge sorts findings by position and joins equal ones: those that a package and its test variant share, and those
// that several platforms share.
func Merge(findings []Finding) []Finding {
	slices.SortStableFunc(findings, compare)
	var merged []Finding
	for _, f := range findings {
		if n := len(merged); n > 0 && compare(merged[n-1], f) == 0 {
			merged[n-1].OS = union(merged[n-1].OS, f.OS)
			continue
		}
		merged = append(merged, f)
	}
	return merged
}

func union(a, b []string) []string {
	for _, s := range b {
		if !slices.Contains(a, s) {
			a = append(slices.Clip(a), s)
		}
	}
	return a
}

func compare(a, b Finding) int {
	return cmp.Or(
		cmp.Compare(a.Start.Filename, b.Start.Filename),
		cmp.Compare(a.Start.Line, b.Start.Line),
		cmp.Compare(a.Start.Column, b.Start.Column),
		cmp.Compare(a.Rule(), b.Rule()),
		cmp.Compare(a.Message, b.Message),
	)
}

// Count is "1 one" or "n many".
func Count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

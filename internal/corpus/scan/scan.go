// Package scan runs the suite over a directory of Go source the way the command does, and returns what it finds.
package scan

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/permvet/permvet/analyzers"
	"github.com/permvet/permvet/internal/driver"
)

// A Place is a line of a file. Names are relative to the directory that was scanned, with forward slashes.
type Place struct {
	File string `json:"file"`
	Line int    `json:"line"`
}

func (p Place) String() string { return fmt.Sprintf("%s:%d", p.File, p.Line) }

// A Finding is one line that the user would see.
type Finding struct {
	Check   string `json:"check"`
	Kind    string `json:"kind"`
	Level   string `json:"level"`
	Message string `json:"message"`
	Place
	Related []Place `json:"related"`
}

// Rule is check/kind.
func (f Finding) Rule() string { return f.Check + "/" + f.Kind }

// Default reports whether the finding is told without -strict.
func (f Finding) Default() bool { return f.Level != "note" }

// Touches reports whether the finding is about a place: its own, or one that it names besides.
func (f Finding) Touches(file string, from, to int) bool {
	for _, p := range append([]Place{f.Place}, f.Related...) {
		if p.File == file && from <= p.Line && p.Line <= to {
			return true
		}
	}
	return false
}

// A Result is the outcome of a run.
type Result struct {
	Findings []Finding
	Problems []string // packages that could not be analyzed: what is said about the others is still right
}

// Dir analyzes packages below a directory. Args are those of the command, patterns included.
func Dir(ctx context.Context, dir string, args ...string) (*Result, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	var stdout, stderr bytes.Buffer
	driver.Main(ctx, analyzers.New, append([]string{"-C", dir, "-format=json"}, args...), &stdout, &stderr)
	var log struct {
		Findings []Finding
		Problems []struct{ Message, File string }
	}
	if err := json.Unmarshal(stdout.Bytes(), &log); err != nil {
		return nil, fmt.Errorf("%s: %s", dir, strings.TrimSpace(stderr.String()))
	}
	res := &Result{Findings: log.Findings}
	for i := range res.Findings {
		f := &res.Findings[i]
		f.File = below(dir, f.File)
		for j := range f.Related {
			f.Related[j].File = below(dir, f.Related[j].File)
		}
	}
	for _, p := range log.Problems {
		res.Problems = append(res.Problems, strings.TrimSpace(p.File+" "+p.Message))
	}
	return res, nil
}

// below makes a name relative to the directory if it lies below it.
func below(dir, name string) string {
	if !filepath.IsAbs(name) {
		return name
	}
	rel, err := filepath.Rel(dir, name)
	if err != nil || strings.HasPrefix(rel, "..") {
		return name
	}
	return filepath.ToSlash(rel)
}

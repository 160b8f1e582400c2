// Package jsonout writes findings as one JSON object. The schema is described in docs/output.md; fields are only ever
// added to it while "version" stays the same.
package jsonout

import (
	"encoding/json"
	"io"
	"path/filepath"

	"github.com/permvet/permvet/internal/driver/finding"
)

// version of the schema.
const version = 1

type report struct {
	Version  int       `json:"version"`
	Tool     tool      `json:"tool"`
	Findings []result  `json:"findings"`
	Problems []problem `json:"problems"`
}

type tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

type result struct {
	Check   string   `json:"check"`
	Kind    string   `json:"kind"`
	Level   string   `json:"level"`
	Message string   `json:"message"`
	URL     string   `json:"url,omitempty"`
	OS      []string `json:"os,omitempty"`
	Package string   `json:"package,omitempty"`
	Decl    string   `json:"declaration,omitempty"`
	Print   string   `json:"fingerprint,omitempty"`
	span
	Related []related `json:"related,omitempty"`
	Fixes   []fix     `json:"fixes,omitempty"`
}

// span is a stretch of text. Lines and columns count from 1, columns and offsets in bytes; the end is exclusive.
type span struct {
	File      string `json:"file"`
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndLine   int    `json:"endLine"`
	EndColumn int    `json:"endColumn"`
}

type related struct {
	Message string `json:"message"`
	span
}

type fix struct {
	Message string `json:"message"`
	Edits   []edit `json:"edits"`
}

type edit struct {
	span
	Start int    `json:"start"`
	End   int    `json:"end"`
	New   string `json:"new"`
}

type problem struct {
	Message string `json:"message"`
	Package string `json:"package,omitempty"`
	File    string `json:"file,omitempty"`
	Line    int    `json:"line,omitempty"`
	Column  int    `json:"column,omitempty"`
}

// Write prints the report.
func Write(w io.Writer, r *finding.Report) error {
	out := report{
		Version: version, Tool: tool{"permvet", r.Version},
		Findings: []result{}, Problems: []problem{}, // never null
	}
	for _, f := range r.Findings {
		out.Findings = append(out.Findings, convert(r, f))
	}
	for _, p := range r.Problems {
		out.Problems = append(out.Problems, problem{p.Message, p.Package, path(r, p.Position.Filename), p.Position.Line, p.Position.Column})
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "\t")
	enc.SetEscapeHTML(false)
	return enc.Encode(out)
}

func convert(r *finding.Report, f finding.Finding) result {
	res := result{
		Check: f.Check, Kind: f.Kind, Level: f.Level.String(), Message: f.Message, URL: f.URL, OS: f.OS,
		Package: f.Package, Decl: f.Decl, Print: f.Print,
		span: place(r, f.Span),
	}
	for _, rel := range f.Related {
		res.Related = append(res.Related, related{rel.Message, place(r, rel.Span)})
	}
	for _, fx := range f.Fixes {
		c := fix{Message: fx.Message, Edits: []edit{}}
		for _, e := range fx.Edits {
			c.Edits = append(c.Edits, edit{place(r, e.Span), e.Start.Offset, e.End.Offset, e.New})
		}
		res.Fixes = append(res.Fixes, c)
	}
	return res
}

func place(r *finding.Report, s finding.Span) span {
	return span{path(r, s.Start.Filename), s.Start.Line, s.Start.Column, s.End.Line, s.End.Column}
}

func path(r *finding.Report, name string) string {
	if name == "" {
		return ""
	}
	return filepath.ToSlash(r.Path(name))
}

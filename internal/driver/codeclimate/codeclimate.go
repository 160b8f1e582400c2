// Package codeclimate writes findings as GitLab's code quality reports want them: a list of issues in the form of Code
// Climate.
package codeclimate

import (
	"encoding/json"
	"io"

	"github.com/permvet/permvet/internal/driver/finding"
	"github.com/permvet/permvet/internal/meta"
)

type issue struct {
	Type        string     `json:"type"`
	CheckName   string     `json:"check_name"`
	Description string     `json:"description"`
	Content     *content   `json:"content,omitempty"`
	Categories  []string   `json:"categories"`
	Severity    string     `json:"severity"`
	Fingerprint string     `json:"fingerprint"`
	Location    location   `json:"location"`
	Others      []location `json:"other_locations,omitempty"`
}

type content struct {
	Body string `json:"body"`
}

type location struct {
	Path  string `json:"path"`
	Lines lines  `json:"lines"`
}

type lines struct {
	Begin int `json:"begin"`
	End   int `json:"end"`
}

// Write prints the list. Packages that could not be analyzed are issues too, as there is no other place for them.
func Write(w io.Writer, r *finding.Report) error {
	issues := []issue{} // never null
	for _, f := range r.Findings {
		is := issue{
			Type: "issue", CheckName: "permvet/" + f.Rule(), Description: f.Message, Categories: []string{"Security"},
			Severity: severity(f.Level), Fingerprint: f.Print, Location: place(r, f.Span),
		}
		if f.URL != "" {
			is.Content = &content{Body: f.URL}
		}
		for _, rel := range f.Related {
			is.Others = append(is.Others, place(r, rel.Span))
		}
		issues = append(issues, is)
	}
	for _, p := range r.Problems {
		if p.Position.Filename == "" {
			continue // it has no place to be shown at; standard error and the exit status tell it
		}
		at := finding.Span{Start: p.Position, End: p.Position}
		issues = append(issues, issue{
			Type: "issue", CheckName: "permvet/not-analyzed", Description: p.Message, Categories: []string{"Bug Risk"},
			Severity: "critical", Fingerprint: "not-analyzed " + p.Package + " " + p.Message, Location: place(r, at),
		})
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "\t")
	enc.SetEscapeHTML(false)
	return enc.Encode(issues)
}

func severity(l meta.Level) string {
	switch l {
	case meta.Error:
		return "critical"
	case meta.Warning:
		return "major"
	}
	return "info"
}

func place(r *finding.Report, s finding.Span) location {
	path, _ := r.RepoPath(s.Start.Filename)
	begin := max(1, s.Start.Line)
	return location{Path: path, Lines: lines{begin, max(begin, s.End.Line)}}
}

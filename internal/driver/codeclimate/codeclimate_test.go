package codeclimate

import (
	"bytes"
	"encoding/json"
	"go/token"
	"path/filepath"
	"slices"
	"testing"

	"github.com/permvet/permvet/internal/driver/finding"
	"github.com/permvet/permvet/internal/meta"
)

// What GitLab's documentation of the format requires: see "Implement a custom tool" there.
func TestWrite(t *testing.T) {
	root, _ := filepath.Abs("/r")
	span := finding.Span{Start: token.Position{Filename: filepath.Join(root, "a.go"), Line: 3, Column: 1}}
	span.End = span.Start
	report := &finding.Report{Dir: root, Findings: []finding.Finding{
		{Check: "umask", Kind: "window", Level: meta.Error, Message: "m", Print: "aa:1", Span: span, Related: []finding.Related{{Span: span}}},
		{Check: "umask", Kind: "window", Level: meta.Warning, Message: "m", Print: "aa:2", Span: span},
		{Check: "umask", Kind: "window", Level: meta.Note, Message: "m", Print: "aa:3", Span: span},
	}, Problems: []finding.Problem{{Message: "nowhere"}, {Message: "syntax", Position: token.Position{Filename: filepath.Join(root, "b.go")}}}}
	var b bytes.Buffer
	if err := Write(&b, report); err != nil {
		t.Fatal(err)
	}
	var issues []struct {
		Description string `json:"description"`
		CheckName   string `json:"check_name"`
		Fingerprint string `json:"fingerprint"`
		Severity    string `json:"severity"`
		Location    struct {
			Path  string `json:"path"`
			Lines struct{ Begin int }
		} `json:"location"`
	}
	if err := json.Unmarshal(b.Bytes(), &issues); err != nil {
		t.Fatal(err)
	}
	var severities []string
	prints := map[string]bool{}
	for _, is := range issues {
		severities = append(severities, is.Severity)
		prints[is.Fingerprint] = true
		if is.Description == "" || is.CheckName == "" || is.Location.Path == "" || filepath.IsAbs(is.Location.Path) || is.Location.Lines.Begin < 1 ||
			!slices.Contains([]string{"info", "minor", "major", "critical", "blocker"}, is.Severity) {
			t.Errorf("%+v", is)
		}
	}
	if !slices.Equal(severities, []string{"critical", "major", "info", "critical"}) || len(prints) != len(issues) {
		t.Errorf("severities %v, %d fingerprints", severities, len(prints))
	}
	b.Reset()
	if err := Write(&b, &finding.Report{}); err != nil || b.String() != "[]\n" {
		t.Errorf("no findings are %q, %v", b.String(), err)
	}
}

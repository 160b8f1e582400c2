package site

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/permvet/permvet/internal/corpus/scan"
)

// TestSites reads the labelled lines.
func TestSites(t *testing.T) {
	mods, err := Read(filepath.Join("..", "..", "..", "testdata", "labelled", "sites.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	if len(mods) < 16 {
		t.Errorf("there are %d modules, want 16", len(mods))
	}
}

// TestJudge looks at one line through all its labels.
func TestJudge(t *testing.T) {
	root := t.TempDir()
	text := "package x\n\nvar a = 1\n\nvar a = 1\nvar b = 2\n"
	if err := os.WriteFile(filepath.Join(root, "x.go"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	s := Site{File: "x.go", Line: 6, Hash: Hash("  var a = 1"), Checks: []string{"filemode"}}
	if got := s.locate(filepath.Join(root, "x.go")); got != 5 {
		t.Fatalf("the line is found in %d, want the nearest: 5", got)
	}
	at := func(check, level string, line int) []scan.Finding {
		return []scan.Finding{{Check: check, Kind: "k", Level: level, Place: scan.Place{File: "x.go", Line: line}}}
	}
	for _, test := range []struct {
		label string
		found []scan.Finding
		want  string
	}{
		{"bug", at("filemode", "error", 5), "hit"},
		{"bug", at("filemode", "note", 5), "MISS"},
		{"bug", at("umask", "error", 5), "MISS"},
		{"bug", at("filemode", "error", 8), "MISS"},
		{"bug", nil, "MISS"},
		{"risky", at("filemode", "warning", 7), "risky told"},
		{"risky", nil, "risky silent"},
		{"ok", at("filemode", "warning", 5), "FALSE"},
		{"ok", nil, "silent"},
	} {
		s.Label = test.label
		if got, _ := s.judge(root, test.found); got != test.want {
			t.Errorf("%s with %v: %s, want %s", test.label, test.found, got, test.want)
		}
	}
	s.Hash = Hash("var c = 3")
	if got, _ := s.judge(root, nil); got != "line gone" {
		t.Errorf("a line that is not there: %s", got)
	}
}

// TestNoSource: what is not at hand is named, with the remedy.
func TestNoSource(t *testing.T) {
	m := &Module{Path: "example.com/Mod", Version: "v1.0.0"}
	_, err := m.Score(context.Background(), t.TempDir(), &strings.Builder{})
	if err == nil || !strings.Contains(err.Error(), "go mod download example.com/Mod@v1.0.0") {
		t.Errorf("got %v", err)
	}
}

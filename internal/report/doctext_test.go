package report

import "testing"

func TestDoc(t *testing.T) {
	const header = "// Copyright\n\n// Package p defines a check.\n//\n"
	for src, want := range map[string]string{
		header + "// # Analyzer toy\n//\n// toy: find toys\n//\n// More text.\npackage p":                       "toy: find toys\n\nMore text.",
		header + "// # Analyzer toy\n//\n// toy: find toys\n//\n// # Analyzer two\n//\n// two: more\npackage p": "toy: find toys",
		header + "// # Analyzer toys\n//\n// toy: find toys\npackage p":                                         "",
		header + "// # Analyzer toy\n//\n// Find toys.\npackage p":                                              "",
		"package p": "",
		"no Go":     "",
		"":          "",
	} {
		if got := Doc(src, "toy"); got != want {
			t.Errorf("%s: got %q, want %q", src, got, want)
		}
	}
}

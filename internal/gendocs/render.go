package main

import (
	"bytes"
	"fmt"
	"go/doc/comment"
	"strings"

	"github.com/permvet/permvet/internal/meta"
)

// page renders the page of a check. Each kind has a heading of its own: the
// URL of a diagnostic points there. What doc.go says under a heading with the
// kind's name goes below it, the rest goes to the top.
func page(c meta.Check) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# %s\n\n", c.Name())
	fmt.Fprintf(&b, "<!-- Generated from passes/%s/doc.go by go generate ./analyzers; do not edit. -->\n\n", c.Name())
	fmt.Fprintf(&b, "%s\n", sentence(c.Title))
	for _, block := range c.About() {
		b.WriteString("\n")
		b.Write(markdown(block))
	}
	b.WriteString("\n## What it finds\n")
	for _, k := range c.Kinds {
		fmt.Fprintf(&b, "\n### %s\n\n%s: %s\n", k.ID, kindLine(k), sentence(k.Summary))
		for _, block := range c.Section(k.ID) {
			b.WriteString("\n")
			b.Write(markdown(block))
		}
	}
	fmt.Fprintf(&b, "\n## If a finding is acceptable\n\nSay so on its line or above it, with a reason:\n\n\t//permvet:ignore %s the reason\n", c.Name())
	if len(c.Kinds) > 0 {
		fmt.Fprintf(&b, "\t//permvet:ignore %s/%s the reason\n", c.Name(), c.Kinds[0].ID)
	}
	b.WriteString("\nThe basics of modes, the umask, descriptors, the environment and privileges are in the [threat model](../threat-model.md).\n")
	return b.Bytes()
}

// kindLine is the usual level of a kind, its CWE, and the version that had it
// first.
func kindLine(k meta.Kind) string {
	level := k.Level.String()
	if k.Level == meta.Note {
		level += " (with -strict)"
	}
	if number, ok := strings.CutPrefix(k.CWE, "CWE-"); ok {
		level += fmt.Sprintf(", [%s](https://cwe.mitre.org/data/definitions/%s.html)", k.CWE, number)
	}
	return level + ", since " + k.Since
}

func markdown(block comment.Block) []byte {
	var p comment.Printer
	text := p.Markdown(&comment.Doc{Content: []comment.Block{block}})
	return append(bytes.TrimRight(text, "\n"), '\n')
}

// sentence makes a sentence of a title.
func sentence(title string) string {
	if title == "" {
		return ""
	}
	return strings.ToUpper(title[:1]) + title[1:] + "."
}

// table is the table of checks in the README; the kinds are on the pages.
func table(checks []meta.Check) []byte {
	var b bytes.Buffer
	b.WriteString("\n| check | what it does |\n|---|---|\n")
	for _, c := range checks {
		fmt.Fprintf(&b, "| [%s](%s/%s.md) | %s |\n", c.Name(), pagesDir, c.Name(), c.Title)
	}
	b.WriteString("\n")
	return b.Bytes()
}

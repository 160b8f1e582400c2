package lsptest

import (
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// URI names a file as the protocol does.
func URI(path string) string {
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(path)}).String()
}

// A Position is counted from zero, in UTF-16 units.
type Position struct {
	Line      int `json:"line"`
	Character int `json:"character"`
}

// A Range is a piece of a text.
type Range struct {
	Start Position `json:"start"`
	End   Position `json:"end"`
}

// A Location is a piece of a file.
type Location struct {
	URI   string `json:"uri"`
	Range Range  `json:"range"`
}

// A Diagnostic is one finding. Code and Data come and go as they are.
type Diagnostic struct {
	Range           Range  `json:"range"`
	Severity        int    `json:"severity"`
	Code            string `json:"code"`
	CodeDescription struct {
		Href string `json:"href"`
	} `json:"codeDescription"`
	Source             string          `json:"source"`
	Message            string          `json:"message"`
	RelatedInformation []Related       `json:"relatedInformation,omitempty"`
	Data               json.RawMessage `json:"data,omitempty"`
}

// Related is a place that belongs to a diagnostic.
type Related struct {
	Location Location `json:"location"`
	Message  string   `json:"message"`
}

// An Action is what the editor offers to do.
type Action struct {
	Title string          `json:"title"`
	Kind  string          `json:"kind"`
	Edit  *WorkspaceEdit  `json:"edit,omitempty"`
	Data  json.RawMessage `json:"data,omitempty"`
}

// A WorkspaceEdit changes files.
type WorkspaceEdit struct {
	DocumentChanges []struct {
		TextDocument struct {
			URI string `json:"uri"`
		} `json:"textDocument"`
		Edits []TextEdit `json:"edits"`
	} `json:"documentChanges"`
}

// A TextEdit replaces a piece of a text.
type TextEdit struct {
	Range   Range  `json:"range"`
	NewText string `json:"newText"`
}

// Open opens a file in the editor and returns its text.
func (c *Client) Open(path string) string {
	c.t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		c.t.Fatal(err)
	}
	c.versions[path] = 1
	c.notify("textDocument/didOpen", map[string]any{"textDocument": map[string]any{
		"uri": URI(path), "languageId": "go", "version": 1, "text": string(text),
	}})
	return string(text)
}

// Change replaces the text of an open file, which is not saved.
func (c *Client) Change(path, text string) {
	c.versions[path]++
	c.notify("textDocument/didChange", map[string]any{
		"textDocument":   map[string]any{"uri": URI(path), "version": c.versions[path]},
		"contentChanges": []any{map[string]any{"text": text}},
	})
}

func (c *Client) publish(params json.RawMessage) {
	var p struct {
		URI         string
		Version     int
		Diagnostics []Diagnostic
	}
	if err := json.Unmarshal(params, &p); err != nil {
		c.t.Errorf("publishDiagnostics: %v", err)
		return
	}
	c.diags[p.URI] = published{version: p.Version, count: c.diags[p.URI].count + 1, list: p.Diagnostics}
}

// Wait waits until the diagnostics of a file, in its present state, satisfy the condition, and returns them.
func (c *Client) Wait(path, what string, cond func([]Diagnostic) bool) []Diagnostic {
	c.t.Helper()
	var got published
	c.wait(what, func() bool {
		got = c.diags[URI(path)]
		return got.count > 0 && (got.version == 0 || got.version >= c.versions[path]) && cond(got.list)
	})
	return slices.Clone(got.list)
}

// Actions returns what is offered for a diagnostic.
func (c *Client) Actions(path string, d Diagnostic) []Action {
	c.t.Helper()
	var actions []Action
	c.Call("textDocument/codeAction", map[string]any{
		"textDocument": map[string]any{"uri": URI(path)}, "range": d.Range,
		"context": map[string]any{"diagnostics": []Diagnostic{d}, "only": []string{"quickfix"}},
	}, &actions)
	for i, a := range actions {
		if a.Edit == nil && a.Data != nil {
			c.Call("codeAction/resolve", a, &actions[i])
		}
	}
	return actions
}

// Apply returns a text after the edits that an action makes in its file.
func Apply(path, text string, a Action) string {
	if a.Edit == nil {
		return text
	}
	var edits []TextEdit
	for _, change := range a.Edit.DocumentChanges {
		if change.TextDocument.URI == URI(path) {
			edits = append(edits, change.Edits...)
		}
	}
	slices.SortStableFunc(edits, func(a, b TextEdit) int { return offset(text, b.Range.Start) - offset(text, a.Range.Start) })
	for _, e := range edits {
		text = text[:offset(text, e.Range.Start)] + e.NewText + text[offset(text, e.Range.End):]
	}
	return text
}

// offset finds a position in a text without characters outside ASCII before it on its line.
func offset(text string, p Position) int {
	at := 0
	for range p.Line {
		at += strings.IndexByte(text[at:], '\n') + 1
	}
	return at + p.Character
}

// Package sarif writes findings as a SARIF 2.1.0 log, the format that code-scanning services read, and merges such
// logs. The vocabulary is that of honnef.co/go/tools, which staticcheck writes too; types.go adds the properties that
// services require and that it leaves out.
package sarif

import (
	"encoding/json"
	"io"
	"slices"
	"strings"

	"honnef.co/go/tools/sarif"

	"github.com/permvet/permvet/internal/driver/finding"
	"github.com/permvet/permvet/internal/meta"
)

// schema is where the schema of the standard is published.
const schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

// Write prints the report as one run.
func Write(w io.Writer, r *finding.Report) error {
	c := converter{report: r, hashes: map[string]map[int]string{}}
	run := run{
		Tool: tool{Driver: driver{
			ToolComponent: sarif.ToolComponent{Name: "permvet", Version: r.Version, InformationURI: r.Suite.URL},
			Rules:         rules(r.Suite, r.Findings),
		}},
		Invocations: []invocation{{
			Invocation:    sarif.Invocation{ExecutionSuccessful: len(r.Problems) == 0},
			Notifications: c.notifications(),
		}},
		Results:    []result{},
		ColumnKind: "utf16CodeUnits",
	}
	for _, f := range r.Findings {
		run.Results = append(run.Results, c.result(f))
	}
	return encode(w, log{Version: sarif.Version, Schema: schema, Runs: []any{run}})
}

func encode(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "\t")
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// rules describes every kind of the suite, whether found or not, and after them what was found and is not declared.
func rules(suite meta.Suite, findings []finding.Finding) []rule {
	var list []rule
	known := map[string]bool{}
	for _, c := range suite.Checks {
		for _, k := range c.Kinds {
			known[c.Name()+"/"+k.ID] = true
			list = append(list, describe(c, k))
		}
	}
	for _, f := range findings {
		if name := f.Rule(); !known[name] {
			known[name] = true
			c := meta.Check{Analyzer: analyzerOf(suite, f.Check)}
			list = append(list, describe(c, meta.Kind{ID: f.Kind, Level: f.Level, Summary: "a finding of " + f.Check}))
		}
	}
	return list
}

func describe(c meta.Check, k meta.Kind) rule {
	id := strings.TrimSuffix(c.Name()+"/"+k.ID, "/")
	section := c.Section(k.ID)
	text, markdown := k.Summary+".", k.Summary+"."
	if len(section) > 0 {
		text, markdown = meta.Text(section), meta.Markdown(section)
	}
	silence := "If a finding is acceptable, say so on its line or above it, with a reason:\n\n"
	full := text
	if before, _, found := strings.Cut(text, "\n\n"); found {
		full = before // the first paragraph; services cut it off at 1024 characters
	}
	return rule{
		ReportingDescriptor: sarif.ReportingDescriptor{
			ID:               id,
			ShortDescription: sarif.Message{Text: k.Summary},
			Help: sarif.Message{
				Text:     text + "\n" + silence + "\t//permvet:ignore " + id + " the reason\n",
				Markdown: markdown + "\n" + silence + "```go\n//permvet:ignore " + id + " the reason\n```\n",
			},
			HelpURI:              helpURI(c, k),
			DefaultConfiguration: sarif.ReportingConfiguration{Enabled: k.Level != meta.Note, Level: k.Level.String()},
		},
		Name:            pascal(id),
		FullDescription: sarif.Message{Text: oneLine(full)},
		Properties:      ruleProperties(k),
	}
}

// ruleProperties are those that GitHub sorts and filters alerts by. The severities are in the middle of its ranges for
// high, medium and low.
func ruleProperties(k meta.Kind) properties {
	p := properties{Tags: []string{"security"}, Precision: "high"}
	if k.CWE != "" {
		p.Tags = append(p.Tags, "external/cwe/"+strings.ToLower(k.CWE))
	}
	switch k.Level {
	case meta.Error:
		p.Problem, p.Security = "error", "8.0"
	case meta.Warning:
		p.Problem, p.Security = "warning", "5.5"
	default:
		p.Problem, p.Security = "recommendation", "2.0"
	}
	return p
}

func helpURI(c meta.Check, k meta.Kind) string {
	if c.Analyzer.URL == "" {
		return ""
	}
	return c.Analyzer.URL + "#" + k.ID
}

// pascal makes a name for people of an identifier: FilemodeWorldWritable of filemode/world-writable.
func pascal(id string) string {
	var b strings.Builder
	for _, word := range strings.FieldsFunc(id, func(r rune) bool { return r == '/' || r == '-' }) {
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return b.String()
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

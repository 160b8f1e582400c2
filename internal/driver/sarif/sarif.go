// Package sarif writes findings as a SARIF 2.1.0 log, the format that code-scanning services read.
package sarif

import (
	"encoding/json"
	"io"
	"strings"

	"honnef.co/go/tools/sarif"

	"github.com/permvet/permvet/internal/driver/finding"
	"github.com/permvet/permvet/internal/meta"
)

// Write prints the report as one run.
func Write(w io.Writer, r *finding.Report) error {
	run := sarif.Run{
		Tool: sarif.Tool{Driver: sarif.ToolComponent{
			Name: "permvet", Version: r.Version, InformationURI: r.Suite.URL, Rules: rules(r.Suite),
		}},
		Invocations: []sarif.Invocation{{ExecutionSuccessful: len(r.Problems) == 0}},
	}
	c := converter{r, map[string][]string{}}
	for _, f := range r.Findings {
		run.Results = append(run.Results, c.result(f))
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "\t")
	enc.SetEscapeHTML(false)
	return enc.Encode(log{
		Version: sarif.Version, Schema: sarif.Schema,
		Runs: []runWithResults{{Run: run, Results: append([]sarif.Result{}, run.Results...), ColumnKind: "utf16CodeUnits"}},
	})
}

// log and runWithResults add what the library's types leave out: results even if there are none, without which a
// service does not close the alerts of the last run, and what a column counts.
type log struct {
	Version string           `json:"version"`
	Schema  string           `json:"$schema"`
	Runs    []runWithResults `json:"runs"`
}

type runWithResults struct {
	sarif.Run
	Results    []sarif.Result `json:"results"`
	ColumnKind string         `json:"columnKind"`
}

// rules describes every kind of the suite, whether found or not.
func rules(suite meta.Suite) []sarif.ReportingDescriptor {
	var list []sarif.ReportingDescriptor
	for _, c := range suite.Checks {
		for _, k := range c.Kinds {
			help := c.Title + "\n\n" + strings.TrimSpace(c.Doc)
			if k.CWE != "" {
				help = k.CWE + ": " + help
			}
			list = append(list, sarif.ReportingDescriptor{
				ID:               c.Name() + "/" + k.ID,
				ShortDescription: sarif.Message{Text: k.Summary},
				Help:             sarif.Message{Text: help},
				HelpURI:          helpURI(c, k),
				DefaultConfiguration: sarif.ReportingConfiguration{
					Enabled: k.Level != meta.Note, Level: k.Level.String(),
				},
			})
		}
	}
	return list
}

func helpURI(c meta.Check, k meta.Kind) string {
	if c.Analyzer.URL == "" {
		return ""
	}
	return c.Analyzer.URL + "#" + k.ID
}

package sarif

import (
	"cmp"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"

	"honnef.co/go/tools/sarif"

	"github.com/permvet/permvet/internal/driver/finding"
)

// A converter turns findings into results.
type converter struct {
	report *finding.Report
	hashes map[string]map[int]string // of lines, by file
}

func (c *converter) result(f finding.Finding) result {
	text := f.Message
	if len(f.OS) > 0 {
		text += " [" + strings.Join(f.OS, ", ") + "]"
	}
	res := result{Result: sarif.Result{
		RuleID: f.Rule(), Kind: sarif.Fail, Level: f.Level.String(),
		Locations:    []sarif.Location{{PhysicalLocation: c.place(f.Span)}},
		Suppressions: []sarif.Suppression{}, // null is not valid
	}}
	for i, r := range f.Related {
		res.RelatedLocations = append(res.RelatedLocations, sarif.Location{
			ID: i + 1, Message: message(r.Message), PhysicalLocation: c.place(r.Span),
		})
		// Services show a related place only where the message links to it.
		sep := "; "
		if i == 0 {
			sep = ": see "
		}
		text += fmt.Sprintf("%s[%s](%d)", sep, linkText(r.Message), i+1)
	}
	res.Message = *message(text)
	for _, fix := range f.Fixes {
		res.Fixes = append(res.Fixes, c.fix(fix))
	}
	if len(f.Related) > 0 {
		res.CodeFlows = []codeFlow{c.flow(f)}
	}
	if f.Print != "" {
		res.PartialFingerprints = map[string]string{"permvet/v1": f.Print}
	}
	if hash := c.lineHash(f.Start.Filename, f.Start.Line); hash != "" {
		if res.PartialFingerprints == nil {
			res.PartialFingerprints = map[string]string{}
		}
		res.PartialFingerprints["primaryLocationLineHash"] = hash
	}
	if len(f.OS) > 0 {
		res.Properties = &resultProperties{OS: f.OS}
	}
	return res
}

// message is a message with a text, without which it is not valid.
func message(text string) *sarif.Message { return &sarif.Message{Text: cmp.Or(text, "(no message)")} }

// linkText is a message as the text of a link, in which brackets would end it.
func linkText(s string) string {
	return strings.NewReplacer("[", `\[`, "]", `\]`, `\`, `\\`).Replace(s)
}

// flow leads from the place of the finding to what it is about too, in the order in which the check tells it.
func (c *converter) flow(f finding.Finding) codeFlow {
	steps := []threadFlowLocation{{sarif.Location{Message: message(f.Message), PhysicalLocation: c.place(f.Span)}}}
	for _, r := range f.Related {
		steps = append(steps, threadFlowLocation{sarif.Location{Message: message(r.Message), PhysicalLocation: c.place(r.Span)}})
	}
	return codeFlow{[]threadFlow{{steps}}}
}

// notifications tell which packages were not analyzed, and why.
func (c *converter) notifications() []notification {
	var list []notification
	for _, p := range c.report.Problems {
		n := notification{Level: "error", Message: *message(p.Message)}
		if p.Position.Filename != "" {
			at := physicalLocation{ArtifactLocation: sarif.ArtifactLocation{URI: c.uri(p.Position.Filename)}}
			if p.Position.Line > 0 {
				at.Region = &sarif.Region{StartLine: p.Position.Line, StartColumn: max(1, c.report.Sources.Column(p.Position))}
			}
			n.Locations = []location{{at}}
		}
		list = append(list, n)
	}
	return list
}

// fix groups the edits by file, as SARIF wants them.
func (c *converter) fix(f finding.Fix) sarif.Fix {
	fix := sarif.Fix{Description: *message(f.Message)}
	index := map[string]int{}
	for _, e := range f.Edits {
		i, ok := index[e.Start.Filename]
		if !ok {
			i = len(fix.ArtifactChanges)
			index[e.Start.Filename] = i
			fix.ArtifactChanges = append(fix.ArtifactChanges, sarif.ArtifactChange{
				ArtifactLocation: sarif.ArtifactLocation{URI: c.uri(e.Start.Filename)},
			})
		}
		change := &fix.ArtifactChanges[i]
		change.Replacements = append(change.Replacements, sarif.Replacement{
			DeletedRegion: c.region(e.Span), InsertedContent: sarif.ArtifactContent{Text: e.New},
		})
	}
	return fix
}

func (c *converter) place(s finding.Span) sarif.PhysicalLocation {
	return sarif.PhysicalLocation{
		ArtifactLocation: sarif.ArtifactLocation{URI: c.uri(s.Start.Filename)},
		Region:           c.region(s),
	}
}

// uri is relative, with forward slashes, for files of the repository, or below the directory of the report if there is
// none; SARIF readers resolve it against the root of the repository.
func (c *converter) uri(name string) string {
	if rel, ok := c.report.RepoPath(name); ok {
		return (&url.URL{Path: rel}).String()
	}
	return (&url.URL{Scheme: "file", Path: "/" + strings.TrimPrefix(filepath.ToSlash(name), "/")}).String()
}

func (c *converter) region(s finding.Span) sarif.Region {
	r := sarif.Region{StartLine: max(1, s.Start.Line), StartColumn: max(1, c.report.Sources.Column(s.Start))}
	r.EndLine, r.EndColumn = max(r.StartLine, s.End.Line), max(1, c.report.Sources.Column(s.End))
	return r
}

package sarif

import (
	"go/token"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf16"

	"honnef.co/go/tools/sarif"

	"github.com/permvet/permvet/internal/driver/finding"
)

// A converter turns findings into results. It reads the sources to count columns as SARIF does.
type converter struct {
	report *finding.Report
	lines  map[string][]string // by file name
}

func (c *converter) result(f finding.Finding) sarif.Result {
	res := sarif.Result{
		RuleID: f.Rule(), Kind: sarif.Fail, Level: f.Level.String(), Message: sarif.Message{Text: f.Message},
		Locations:    []sarif.Location{{PhysicalLocation: c.place(f.Span)}},
		Suppressions: []sarif.Suppression{}, // null is not valid
	}
	for i, r := range f.Related {
		res.RelatedLocations = append(res.RelatedLocations, sarif.Location{
			ID: i + 1, Message: &sarif.Message{Text: r.Message}, PhysicalLocation: c.place(r.Span),
		})
	}
	for _, fix := range f.Fixes {
		res.Fixes = append(res.Fixes, c.fix(fix))
	}
	return res
}

// fix groups the edits by file, as SARIF wants them.
func (c *converter) fix(f finding.Fix) sarif.Fix {
	fix := sarif.Fix{Description: sarif.Message{Text: f.Message}}
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

// uri is relative, with forward slashes, for files below the directory of the report; SARIF readers resolve it
// against the root of the repository.
func (c *converter) uri(name string) string {
	rel, err := filepath.Rel(c.report.Dir, name)
	if err == nil && filepath.IsLocal(rel) {
		return (&url.URL{Path: filepath.ToSlash(rel)}).String()
	}
	return (&url.URL{Scheme: "file", Path: "/" + strings.TrimPrefix(filepath.ToSlash(name), "/")}).String()
}

func (c *converter) region(s finding.Span) sarif.Region {
	return sarif.Region{
		StartLine: s.Start.Line, StartColumn: c.column(s.Start),
		EndLine: s.End.Line, EndColumn: c.column(s.End),
	}
}

// column counts in UTF-16 code units, where Go counts bytes. If the line cannot be read, the count of bytes stands.
func (c *converter) column(pos token.Position) int {
	lines, ok := c.lines[pos.Filename]
	if !ok {
		text, _ := os.ReadFile(pos.Filename) // unreadable is as good as empty here
		lines = strings.SplitAfter(string(text), "\n")
		c.lines[pos.Filename] = lines
	}
	if pos.Line < 1 || pos.Line > len(lines) || pos.Column < 1 || pos.Column-1 > len(lines[pos.Line-1]) {
		return pos.Column
	}
	return len(utf16.Encode([]rune(lines[pos.Line-1][:pos.Column-1]))) + 1
}

// Package htmlout writes findings as one page for an audit: charts, filters, and each finding with its source, the way
// from creation to use, and the explanation. The page needs no network and no other file, and what comes from the
// analyzed program is escaped.
package htmlout

import (
	"cmp"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"go/token"
	"html/template"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/permvet/permvet/internal/driver/finding"
	"github.com/permvet/permvet/internal/driver/source"
	"github.com/permvet/permvet/internal/meta"
)

//go:embed page.html
var pageText string

//go:embed style.css
var style string

//go:embed script.js
var script string

// A page is what the template shows.
type page struct {
	Title, Version        string
	Style                 template.CSS
	Script                template.JS
	StyleHash, ScriptHash string
	Levels                []level
	Charts                []chart
	Checks, Packages      []string
	Findings              []item
	Rules                 []rule
	Problems              []string
}

type level struct{ Name, Text string }

type item struct {
	Number               int
	Level, Message       string
	Check, Rule, RuleID  string
	Place, Decl, Package string
	OS, Fix              string
	Excerpt              []line
	Flow                 []step
}

type step struct {
	Place, Message string
	Excerpt        []line
}

type rule struct {
	ID, Name, Line, URL string
	Text                template.HTML
}

// Write prints the page.
func Write(w io.Writer, r *finding.Report) error {
	t, err := template.New("page").Parse(pageText)
	if err != nil {
		return err
	}
	about := title(r)
	p := page{
		Title: about, Version: r.Version,
		Style: template.CSS(style), Script: template.JS(script), //nolint:gosec // our own files
		StyleHash: hash(style), ScriptHash: hash(script),
		Charts: []chart{
			newChart("check", "", r.Findings, func(f finding.Finding) string { return f.Check }),
			newChart("package", about+"/", r.Findings, func(f finding.Finding) string { return f.Package }),
		},
	}
	excerpts := excerpter{sources: r.Sources, classes: map[string][]byte{}}
	levels, checks, packages, rules := map[meta.Level]int{}, map[string]bool{}, map[string]bool{}, map[string]bool{}
	for i, f := range r.Findings {
		levels[f.Level]++
		checks[f.Check], packages[f.Package], rules[f.Rule()] = true, true, true
		p.Findings = append(p.Findings, newItem(r, &excerpts, i+1, f))
	}
	for _, l := range []meta.Level{meta.Error, meta.Warning, meta.Note} {
		if levels[l] > 0 {
			p.Levels = append(p.Levels, level{l.String(), finding.Count(levels[l], l.String(), l.String()+"s")})
		}
	}
	p.Checks, p.Packages = slices.Sorted(maps.Keys(checks)), slices.Sorted(maps.Keys(packages))
	p.Rules = newRules(r.Suite, rules)
	for _, problem := range r.Problems {
		p.Problems = append(p.Problems, problemText(r, problem))
	}
	return t.Execute(w, p)
}

// hash is what the page's own policy allows: this style and this script, and nothing that slipped in.
func hash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// title is the common part of the packages, or the directory.
func title(r *finding.Report) string {
	common := ""
	for i, f := range r.Findings {
		if i == 0 {
			common = f.Package
		}
		for common != "" && f.Package != common && !strings.HasPrefix(f.Package, common+"/") {
			common = common[:max(0, strings.LastIndexByte(common, '/'))]
		}
	}
	return cmp.Or(common, filepath.Base(r.Dir))
}

func newItem(r *finding.Report, e *excerpter, number int, f finding.Finding) item {
	it := item{
		Number: number, Level: f.Level.String(), Message: source.Printable(f.Message),
		Check: f.Check, Rule: f.Rule(), RuleID: ruleID(f.Rule()),
		Place: place(r, f.Start), Decl: f.Decl, Package: f.Package, OS: strings.Join(f.OS, ", "),
		Excerpt: e.excerpt(f.Span, 3),
	}
	if len(f.Fixes) > 0 {
		it.Fix = source.Printable(f.Fixes[0].Message)
	}
	for _, rel := range f.Related {
		it.Flow = append(it.Flow, step{place(r, rel.Start), source.Printable(rel.Message), e.excerpt(rel.Span, 1)})
	}
	return it
}

func place(r *finding.Report, pos token.Position) string {
	pos.Filename = source.Printable(filepath.ToSlash(r.Path(pos.Filename)))
	return pos.String()
}

func problemText(r *finding.Report, p finding.Problem) string {
	if p.Position.Filename == "" {
		return source.Printable(p.Message)
	}
	return place(r, p.Position) + ": " + source.Printable(p.Message)
}

func ruleID(name string) string { return "rule-" + strings.ReplaceAll(name, "/", "-") }

// newRules explains the kinds that were found.
func newRules(suite meta.Suite, found map[string]bool) []rule {
	var list []rule
	for _, c := range suite.Checks {
		for _, k := range c.Kinds {
			name := c.Name() + "/" + k.ID
			if !found[name] {
				continue
			}
			ru := rule{
				ID: ruleID(name), Name: name, Line: k.Describe(),
				Text: template.HTML(meta.HTML(c.Section(k.ID))), //nolint:gosec // the printer escapes it, and it is our own text
			}
			if c.Analyzer.URL != "" {
				ru.URL = fmt.Sprintf("%s#%s", c.Analyzer.URL, k.ID)
			}
			list = append(list, ru)
		}
	}
	return list
}

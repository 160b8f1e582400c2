package htmlout

import (
	"bytes"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/permvet/permvet/internal/driver/finding"
	"github.com/permvet/permvet/internal/driver/source"
	"github.com/permvet/permvet/internal/meta"
)

const evil = `</script><script>alert(1)</script><img src=x onerror=alert(2)>`

// hostile is a report about a program that wants to get into the page.
func hostile(t *testing.T) *finding.Report {
	t.Helper()
	dir := t.TempDir()
	name := filepath.Join(dir, "a.go")
	text := "package p\n\n// " + evil + "\nfunc F() {\n\tg(\"" + "\u202e" + "\", 0o777)\n}\n"
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	at := func(line, from, to int) finding.Span {
		return finding.Span{Start: token.Position{Filename: name, Line: line, Column: from}, End: token.Position{Filename: name, Line: line, Column: to}}
	}
	sources := source.New()
	sources.Allow(name)
	return &finding.Report{
		Suite: meta.Suite{Checks: []meta.Check{{
			Analyzer: &analysis.Analyzer{Name: "modes", URL: "https://example.com/modes.md"}, Doc: "modes: m\n\n# wide\n\nIt is <wide>.\n",
			Kinds: []meta.Kind{{ID: "wide", Level: meta.Error, Summary: "wide"}},
		}}},
		Version: "v1", Dir: dir, Sources: sources,
		Findings: []finding.Finding{
			{Check: "modes", Kind: "wide", Level: meta.Error, Message: evil, Package: "example.com/" + evil, Decl: evil, Span: at(5, 2, 4),
				Related: []finding.Related{{Span: at(3, 1, 3), Message: evil}}, Fixes: []finding.Fix{{Message: evil}}},
			{Check: "modes", Kind: "wide", Level: meta.Warning, Message: "second", Package: "example.com/b", Span: at(5, 2, 90)},
		},
		Problems: []finding.Problem{{Message: evil}},
	}
}

func render(t *testing.T, r *finding.Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestEscaped(t *testing.T) {
	page := render(t, hostile(t))
	if n := strings.Count(page, "<script"); n != 1 {
		t.Errorf("there are %d scripts", n)
	}
	if strings.Contains(page, "<img") || strings.Contains(page, "\u202e") {
		t.Error("text of the program gets into the page as it is")
	}
	if !strings.Contains(page, "It is &lt;wide&gt;.") {
		t.Error("the explanation is missing")
	}
}

// The page asks for nothing else: no file, no network, no other script.
func TestSelfContained(t *testing.T) {
	page := render(t, hostile(t))
	for _, attr := range regexp.MustCompile(`<[^>]*\s(?:src|href|action|data)\s*=\s*"([^"]*)"`).FindAllStringSubmatch(page, -1) {
		if !strings.HasPrefix(attr[1], "#") && !strings.HasPrefix(attr[1], "https://example.com/") {
			t.Errorf("the page refers to %s", attr[0])
		}
	}
	if strings.Contains(style, "url(") || strings.Contains(style, "@import") {
		t.Error("the style refers to something")
	}
	policy := regexp.MustCompile(`Content-Security-Policy" content="([^"]*)"`).FindStringSubmatch(page)
	if policy == nil || !strings.Contains(strings.ReplaceAll(policy[1], "&#43;", "+"), hash(script)) {
		t.Errorf("the policy is %v", policy)
	}
	if !strings.Contains(page, script) || !strings.Contains(page, style) {
		t.Error("the script or style is not in the page as its hash says")
	}
}

func TestExcerpt(t *testing.T) {
	page := render(t, hostile(t))
	for _, want := range []string{
		`<b class="kw">func</b> F() {`,
		`<mark class="">g(</mark>`,
		`<b class="num">0o777</b>`,
		`<i>5</i>`,
		`<b class="com">// &lt;/script&gt;`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	// What cannot be read is left out, whatever a line directive says.
	r := hostile(t)
	r.Findings[0].Start.Filename, r.Findings[0].End.Filename = "/dev/zero", "/dev/zero"
	if got := render(t, r); strings.Count(got, `class="source"`) != 2 {
		t.Errorf("%d excerpts", strings.Count(got, `class="source"`))
	}
}

func TestChart(t *testing.T) {
	var findings []finding.Finding
	for i, pkg := range []string{"a", "b", "b", "b", "c"} {
		f := finding.Finding{Package: "m/" + pkg, Level: meta.Warning}
		if i == 1 {
			f.Level = meta.Error
		}
		findings = append(findings, f)
	}
	c := newChart("package", "m/", findings, func(f finding.Finding) string { return f.Package })
	if len(c.Bars) != 3 || c.Bars[0].Short != "b" || c.Bars[0].Total != 3 || c.Bars[1].Short != "a" || c.More != 0 {
		t.Fatalf("got %+v", c)
	}
	if got := c.Bars[0].Parts; len(got) != 2 || got[0] != (part{"error", 1, "0.00", "33.33"}) || got[1] != (part{"warning", 2, "33.33", "66.67"}) {
		t.Errorf("got %+v", got)
	}
}

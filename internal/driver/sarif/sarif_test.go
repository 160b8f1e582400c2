package sarif_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/token"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"golang.org/x/tools/go/analysis"

	"github.com/permvet/permvet/internal/driver/finding"
	"github.com/permvet/permvet/internal/driver/sarif"
	"github.com/permvet/permvet/internal/driver/source"
	"github.com/permvet/permvet/internal/meta"
)

// official compiles the schema of the standard.
func official(t testing.TB) *jsonschema.Schema {
	t.Helper()
	text, err := os.ReadFile("testdata/sarif-schema-2.1.0.json")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("sarif.json", doc); err != nil {
		t.Fatal(err)
	}
	return c.MustCompile("sarif.json")
}

func validate(t testing.TB, schema *jsonschema.Schema, log []byte) {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(log))
	if err != nil {
		t.Fatalf("%v\n%s", err, log)
	}
	if err := schema.Validate(doc); err != nil {
		t.Errorf("%v\n%s", err, log)
	}
}

// sample is a report with everything in it, about a file that is there.
func sample(t testing.TB) *finding.Report {
	t.Helper()
	dir := t.TempDir()
	name := filepath.Join(dir, "é x.go")
	text := "package p\n\nfunc F() { /* é𐍈 */ g() }\n"
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	at := func(line, from, to int) finding.Span {
		return finding.Span{
			Start: token.Position{Filename: name, Line: line, Column: from, Offset: from},
			End:   token.Position{Filename: name, Line: line, Column: to, Offset: to},
		}
	}
	sources := source.New()
	sources.Allow(name)
	span := at(3, strings.Index(text, "g()")-len("package p\n\n")+1, strings.Index(text, "g()")-len("package p\n\n")+4)
	r := &finding.Report{
		Suite: meta.Suite{URL: "https://example.com", Checks: []meta.Check{{
			Analyzer: &analysis.Analyzer{Name: "umask", URL: "https://example.com/umask.md"}, Title: "masks",
			Doc:   "umask: masks\n\nAbout.\n\n# window\n\nIt is open.\nAnd more.\n\n\tcode\n",
			Kinds: []meta.Kind{{ID: "window", Level: meta.Warning, CWE: "CWE-362", Summary: "a window"}, {ID: "bare", Level: meta.Note, Summary: "nothing"}},
		}}},
		Version: "v1.2.3", Dir: dir, Sources: sources,
		Findings: []finding.Finding{
			{Check: "umask", Kind: "window", Level: meta.Warning, Message: "open [x]", URL: "u", Span: span, OS: []string{"linux", "darwin"},
				Related: []finding.Related{{Span: at(1, 1, 1), Message: "made [here]"}, {Span: at(2, 1, 1), Message: "two"}},
				Fixes:   []finding.Fix{{Message: "Close it", Edits: []finding.Edit{{Span: span, New: "h()"}, {Span: at(1, 1, 1), New: ""}}}}},
			{Check: "umask", Kind: "undeclared", Level: meta.Error, Message: "m", Span: at(1, 1, 1)},
			{Check: "other", Level: meta.Note, Message: "without a kind", Span: finding.Span{
				Start: token.Position{Filename: "/dev/zero", Line: 1, Column: 1}, End: token.Position{Filename: "/dev/zero", Line: 1, Column: 1}}},
		},
		Problems: []finding.Problem{{Message: "cannot"}, {Message: "syntax", Position: token.Position{Filename: name, Line: 3, Column: 2}},
			{Message: "unreadable", Position: token.Position{Filename: name}}},
	}
	r.Fingerprint()
	return r
}

func write(t testing.TB, r *finding.Report) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := sarif.Write(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestSchema(t *testing.T) {
	schema := official(t)
	r := sample(t)
	validate(t, schema, write(t, r))
	r.Findings, r.Problems = nil, nil
	validate(t, schema, write(t, r))
	// The schema can say no.
	broken := bytes.Replace(write(t, r), []byte(`"executionSuccessful": true`), []byte(`"executionSuccessful": 1`), 1)
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(broken))
	if err != nil || schema.Validate(doc) == nil {
		t.Errorf("the schema takes %s, %v", broken, err)
	}
}

// What GitHub's code scanning requires or shows beyond the standard.
func TestServices(t *testing.T) {
	var log struct {
		Runs []struct {
			Tool struct {
				Driver struct {
					Rules []struct {
						ID              string
						FullDescription struct{ Text string }
						Help            struct{ Text, Markdown string }
						Properties      map[string]any
					}
				}
			}
			Invocations []struct {
				ExecutionSuccessful        bool
				ToolExecutionNotifications []struct{ Message struct{ Text string } }
			}
			Results []struct {
				RuleID              string
				Message             struct{ Text string }
				PartialFingerprints map[string]string
				CodeFlows           []struct {
					ThreadFlows []struct{ Locations []any }
				}
				Locations []struct {
					PhysicalLocation struct {
						ArtifactLocation struct{ URI string }
						Region           struct{ StartColumn int }
					}
				}
			}
		}
	}
	if err := json.Unmarshal(write(t, sample(t)), &log); err != nil {
		t.Fatal(err)
	}
	run := log.Runs[0]
	rules := map[string]bool{}
	for _, r := range run.Tool.Driver.Rules {
		rules[r.ID] = true
		if r.FullDescription.Text == "" || r.Help.Text == "" || r.Help.Markdown == "" || r.Properties["security-severity"] == nil || r.Properties["tags"] == nil {
			t.Errorf("rule %s lacks what services need: %+v", r.ID, r)
		}
		if !strings.Contains(r.Help.Text, "//permvet:ignore "+r.ID+" ") {
			t.Errorf("rule %s does not say how to silence it: %s", r.ID, r.Help.Text)
		}
	}
	if got := fmt.Sprint(run.Tool.Driver.Rules[0].Properties["tags"]); got != "[security external/cwe/cwe-362]" {
		t.Errorf("tags: %s", got)
	}
	if full := run.Tool.Driver.Rules[0].FullDescription.Text; full != "It is open. And more." {
		t.Errorf("full description: %q", full)
	}
	for _, r := range run.Results {
		if !rules[r.RuleID] {
			t.Errorf("rule %s is not declared", r.RuleID)
		}
		if r.PartialFingerprints["permvet/v1"] == "" {
			t.Errorf("%s has no fingerprint", r.RuleID)
		}
	}
	first := run.Results[0]
	if want := `open [x] [linux, darwin]: see [made \[here\]](1); [two](2)`; first.Message.Text != want {
		t.Errorf("message %q, want %q", first.Message.Text, want)
	}
	if at := first.Locations[0].PhysicalLocation; at.ArtifactLocation.URI != "%C3%A9%20x.go" || at.Region.StartColumn != 22 {
		t.Errorf("place %+v", at)
	}
	if len(first.CodeFlows) != 1 || len(first.CodeFlows[0].ThreadFlows[0].Locations) != 3 {
		t.Errorf("flow %+v", first.CodeFlows)
	}
	if first.PartialFingerprints["primaryLocationLineHash"] == "" || run.Results[2].PartialFingerprints["primaryLocationLineHash"] != "" {
		t.Errorf("line hashes: %v, of a file that was not loaded %v", first.PartialFingerprints, run.Results[2].PartialFingerprints)
	}
	if inv := run.Invocations[0]; inv.ExecutionSuccessful || len(inv.ToolExecutionNotifications) != 3 || inv.ToolExecutionNotifications[0].Message.Text != "cannot" {
		t.Errorf("problems: %+v", inv)
	}
}

// Lines that move keep their fingerprints, and a change elsewhere does not matter.
func TestFingerprintsSurviveMoves(t *testing.T) {
	prints := func(text string) []string {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module example.com/m\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		name := filepath.Join(dir, "a.go")
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		r := &finding.Report{Dir: dir, Sources: source.New()}
		r.Sources.Allow(name)
		n := 0
		for line := range strings.Lines(text) {
			n++
			if at := strings.Index(line, "g("); at >= 0 && !strings.Contains(line, "func g") {
				f := finding.Finding{Check: "umask", Kind: "window", Message: fmt.Sprint("line ", n)}
				f.Start = token.Position{Filename: name, Line: n, Column: at + 1}
				f.End = token.Position{Filename: name, Line: n, Column: at + 1 + len("g(1)")}
				r.Findings = append(r.Findings, f)
			}
		}
		r.Fingerprint()
		var list []string
		for _, f := range r.Findings {
			if f.Package != "example.com/m" {
				t.Errorf("package %q", f.Package)
			}
			list = append(list, f.Decl+" "+f.Print)
		}
		return list
	}
	const before = "package p\n\nfunc F() {\n\tx := 1\n\tg(1)\n\tg(1)\n\t_ = x\n}\n\nfunc (t *T) G() { g(1) }\n"
	const after = "package p\n\n// moved\n\nfunc H() { g(2) }\n\nfunc (t *T) G() { g(1) }\n\nfunc F() {\n\trenamed := 1\n\n\tg(1)\n\tif true {\n\t\tg(1)\n\t}\n\t_ = renamed\n}\n"
	old, now := prints(before), prints(after)
	if len(old) != 3 || len(now) != 4 {
		t.Fatalf("%v, %v", old, now)
	}
	if old[0] == old[1] || old[0] == old[2] {
		t.Errorf("different findings have one fingerprint: %v", old)
	}
	for _, p := range old {
		if !strings.Contains(strings.Join(now, "\n"), p) {
			t.Errorf("%s is lost: %v", p, now)
		}
	}
}

func TestMerge(t *testing.T) {
	r := sample(t)
	all := write(t, r)
	one, two := *r, *r
	one.Findings, two.Findings = r.Findings[:2], r.Findings[1:]
	one.Problems, two.Problems = nil, r.Problems
	logs := map[string][]byte{"one": write(t, &one), "two": write(t, &two), "all": all}
	merge := func(names ...string) string {
		t.Helper()
		var b bytes.Buffer
		err := sarif.Merge(&b, names, func(name string) (io.ReadCloser, error) {
			return io.NopCloser(bytes.NewReader(logs[name])), nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	merged := merge("one", "two")
	validate(t, official(t), []byte(merged))
	if merge("two", "one") != merged || merge("one", "two", "one") != merged {
		t.Error("the order of the logs shows")
	}
	var log struct {
		Runs []struct{ Results, Invocations []any }
	}
	if err := json.Unmarshal([]byte(merged), &log); err != nil {
		t.Fatal(err)
	}
	if len(log.Runs) != 1 || len(log.Runs[0].Results) != 3 || len(log.Runs[0].Invocations) != 2 {
		t.Errorf("got %d runs: %s", len(log.Runs), merged)
	}
	if strings.Count(merged, `"id": "umask/window"`) != 1 {
		t.Error("rules are there twice")
	}
}

func TestMergeMistakes(t *testing.T) {
	for text, want := range map[string]string{
		"":                                "x is not a SARIF log: ",
		"[]":                              "x is not a SARIF log: ",
		`{"version": "1.0.0"}`:            `x is not a SARIF 2.1.0 log: its version is "1.0.0"`,
		`{"version":"2.1.0","runs":[{}]}`: "x: a run does not name its tool",
		`{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"t"}},"results":3}]}`: "x: results: ",
	} {
		err := sarif.Merge(io.Discard, []string{"x"}, func(string) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil })
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", text, err, want)
		}
	}
}

// Whatever the report says, the log is valid.
func FuzzWrite(f *testing.F) {
	schema := official(f)
	f.Add("message", "file.go", 3, 4, "fix")
	f.Add("\x00\xff [a](1) %", "../\x80 %?#.go", -1, 1<<40, "")
	f.Fuzz(func(t *testing.T, message, file string, line, column int, text string) {
		at := finding.Span{Start: token.Position{Filename: "/d/" + file, Line: line, Column: column}}
		at.End = at.Start
		r := &finding.Report{Dir: "/d", Version: text, Sources: source.New(), Findings: []finding.Finding{{
			Check: "c", Kind: "k", Level: meta.Warning, Message: message, Span: at, Related: []finding.Related{{Span: at, Message: text}},
			Fixes: []finding.Fix{{Message: text, Edits: []finding.Edit{{Span: at, New: text}}}}, Print: "p",
		}}, Problems: []finding.Problem{{Message: text, Position: at.Start}}}
		validate(t, schema, write(t, r))
	})
}

// Whatever the log, merging it gives a valid log or an error, and what it gives can be merged again.
func FuzzMerge(f *testing.F) {
	f.Add([]byte(`{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"t","rules":[{"id":"a"}]}},"results":[{"ruleIndex":0,"message":{"text":"m"}}]}]}`))
	f.Add([]byte(`{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"t"}},"results":[{"ruleIndex":-9}]}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		merge := func(text []byte) ([]byte, error) {
			var b bytes.Buffer
			err := sarif.Merge(&b, []string{"x"}, func(string) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(text)), nil })
			return b.Bytes(), err
		}
		once, err := merge(text)
		if err != nil {
			return
		}
		twice, err := merge(once)
		if err != nil || !bytes.Equal(once, twice) {
			t.Fatalf("%s\nbecomes\n%s\nand then\n%s\n%v", text, once, twice, err)
		}
	})
}

package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/permvet/permvet/analyzers"
	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/meta"
)

// The committed pages are those of the registry.
func TestPagesAreFresh(t *testing.T) {
	names, err := stale("../..", analyzers.Suite().Checks)
	if err != nil {
		t.Fatal(err)
	}
	if len(names) > 0 {
		t.Errorf("stale: %s; run go generate ./analyzers", strings.Join(names, ", "))
	}
}

// Nothing that a doc.go says is lost: every heading is a kind.
func TestEverySectionIsAKind(t *testing.T) {
	for _, c := range analyzers.Suite().Checks {
		if lost := c.Headings(); len(lost) > 0 {
			t.Errorf("passes/%s/doc.go: no kind is called %q", c.Name(), lost)
		}
	}
}

var toy = meta.Check{
	Analyzer: &analysis.Analyzer{Name: "toy"},
	Title:    "find toys",
	Doc:      "toy: find toys\n\nToys are wooden.\n\n\tcode()\n\n# round\n\nIt rolls away.\n\nFar.",
	Kinds: []meta.Kind{
		{ID: "round", Level: meta.Error, CWE: "CWE-732", Since: "0.1", Summary: "the toy rolls"},
		{ID: "square", Level: meta.Note, Since: "0.2", Summary: "the toy stands"},
	},
}

const toyPage = `# toy

<!-- Generated from passes/toy/doc.go by go generate ./analyzers; do not edit. -->

Find toys.

Toys are wooden.

	code()

## What it finds

### round

error, [CWE-732](https://cwe.mitre.org/data/definitions/732.html), since 0.1: The toy rolls.

It rolls away.

Far.

### square

note (with -strict), since 0.2: The toy stands.

## If a finding is acceptable

Say so on its line or above it, with a reason:

	//permvet:ignore toy the reason
	//permvet:ignore toy/round the reason

The basics of modes, the umask, descriptors, the environment and privileges are in the [threat model](../threat-model.md).
`

func TestPage(t *testing.T) {
	if got := string(page(toy)); got != toyPage {
		t.Errorf("got\n%s\nwant\n%s", got, toyPage)
	}
}

func TestUnusedSections(t *testing.T) {
	c := toy
	c.Kinds = c.Kinds[1:]
	if got := c.Headings(); !slices.Equal(got, []string{"round"}) {
		t.Errorf("got %v", got)
	}
	if got := toy.Headings(); got != nil {
		t.Errorf("got %v", got)
	}
}

var toyCalls = []*api.Call{
	{Name: "os.Create", Does: api.Create, HasFixed: true, Fixed: 0o666, Why: "it does"},
	{Name: "os.Make", Does: api.Create, HasFixed: true, Fixed: 0o666, Why: "it does"},
	{Name: "syscall.Dup", GOOS: "linux darwin", Does: api.Dup, FD: &api.FD{Sibling: "Dup3"}, Why: "a|b"},
}

func TestCalls(t *testing.T) {
	page := string(calls(toyCalls))
	for _, want := range []string{
		"## Create files, directories and other objects\n\n| calls | what is known | why |\n|---|---|---|\n| `os.Create`, `Make` | mode 0666 | it does |\n",
		"| `syscall.Dup` (linux, darwin) | close-on-exec by Dup3 | a\\|b |\n",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q:\n%s", want, page)
		}
	}
	if strings.Contains(page, "## Give values away") {
		t.Errorf("a section without rows:\n%s", page)
	}
}

// Every row of the table is on the page.
func TestEveryCallHasAHeading(t *testing.T) {
	listed := 0
	for _, h := range headings {
		for _, l := range linesOf(api.All(), h.kind) {
			listed += len(l.rows)
		}
	}
	if listed != len(api.All()) {
		t.Errorf("%d of %d rows are listed: a kind has no heading, or two", listed, len(api.All()))
	}
}

func TestWriteAndStale(t *testing.T) {
	root := t.TempDir()
	save := func(name, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Join(root, filepath.Dir(name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(root, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	wantStale := func(want ...string) {
		t.Helper()
		got, err := stale(root, []meta.Check{toy})
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("stale: got %v, %v, want %v", got, err, want)
		}
	}
	save("README.md", "head\n"+tableBegin+"old\n"+tableEnd+"tail\n")
	save("docs/checks/gone.md", "gone")
	wantStale("docs/checks/gone.md", "README.md", "docs/calls.md", "docs/checks/toy.md")
	if err := write(root, []meta.Check{toy}); err != nil {
		t.Fatal(err)
	}
	wantStale()
	save("docs/checks/toy.md", toyPage+"edited")
	wantStale("docs/checks/toy.md")
	readme, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"head\n", "tail\n", "| [toy](docs/checks/toy.md) | find toys |\n"} {
		if !strings.Contains(string(readme), want) {
			t.Errorf("README lacks %q:\n%s", want, readme)
		}
	}
	save("README.md", "no markers\n")
	if _, err := stale(root, []meta.Check{toy}); err == nil || !strings.Contains(err.Error(), "README.md: the table of checks needs the lines") {
		t.Errorf("got %v", err)
	}
}

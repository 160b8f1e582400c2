//go:build integration

package hosts

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const goodConfig = "analyzers/golangci/example"

// text is how the plugin's issues look: the check, the level, the message, the check and kind.
var text = regexp.MustCompile(`(?s)^[a-z]+: (note|warning|error): .* \(([a-z]+/[a-z0-9-]+)\)`)

// fromGolangci runs golangci-lint in dir, by the configuration that lies there.
func fromGolangci(t *testing.T, dir string, args ...string) map[finding]bool {
	t.Helper()
	args = append([]string{"run", "--output.json.path=stdout", "--show-stats=false", "--allow-parallel-runners"}, args...)
	out := stdout(t, dir, []string{"GOLANGCI_LINT_CACHE=" + t.TempDir()}, []int{1}, golangci(t), append(args, "./...")...)
	var log struct {
		Issues []struct {
			FromLinter, Text, Severity string
			Pos                        struct {
				Filename string
				Line     int
			}
		}
	}
	if err := json.Unmarshal(out, &log); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	found := map[finding]bool{}
	for _, i := range log.Issues {
		m := text.FindStringSubmatch(i.Text)
		if m == nil || i.FromLinter != "permvet" {
			t.Errorf("%s:%d: no finding of permvet: %s: %s", i.Pos.Filename, i.Pos.Line, i.FromLinter, i.Text)
			continue
		}
		if want := map[string]string{"error": "error", "warning": "warning", "note": "warning"}[m[1]]; i.Severity != want {
			t.Errorf("%s:%d: severity %s, level %s", i.Pos.Filename, i.Pos.Line, i.Severity, m[1])
		}
		found[finding{i.Pos.Filename, fmt.Sprint(i.Pos.Line), m[1], m[2]}] = true
	}
	return found
}

// TestGolangci runs golangci-lint on the example with the configuration of the recipe: the same findings as the
// command's, one issue each.
func TestGolangci(t *testing.T) {
	dir := exampleCopy(t, filepath.Join(root(t), goodConfig))
	t.Log(run(t, dir, nil, golangci(t), "version"))
	compare(t, "permvet", fromCommand(t, dir, "./..."), "golangci-lint", fromGolangci(t, dir))
}

// TestGolangciConfig lets golangci-lint validate the configuration of the recipe by its schema, and refuse settings that
// the plugin does not have.
func TestGolangciConfig(t *testing.T) {
	dir := exampleCopy(t, filepath.Join(root(t), goodConfig))
	run(t, dir, nil, golangci(t), "config", "verify")

	replace(t, filepath.Join(dir, ".golangci.yml"), "strict: false", "strikt: false")
	out, err := try(dir, nil, golangci(t), "run", "./...")
	if err == nil || !strings.Contains(out, `unknown field "strikt"`) {
		t.Errorf("an unknown setting: %v\n%s", err, out)
	}
}

// TestGolangciStrict sets an option of the plugin.
func TestGolangciStrict(t *testing.T) {
	dir := exampleCopy(t, filepath.Join(root(t), goodConfig))
	replace(t, filepath.Join(dir, ".golangci.yml"), "strict: false", "strict: true")
	compare(t, "permvet -strict", fromCommand(t, dir, "-strict", "./..."), "golangci-lint", fromGolangci(t, dir))
}

// TestGolangciNolint suppresses a finding the way of golangci-lint.
func TestGolangciNolint(t *testing.T) {
	dir := exampleCopy(t, filepath.Join(root(t), goodConfig))
	before := fromGolangci(t, dir)
	for f := range before {
		lines := strings.Split(read(t, filepath.Join(dir, f.file)), "\n")
		var n int
		fmt.Sscan(f.line, &n)
		lines[n-1] += " //nolint:permvet // it is meant so"
		if err := os.WriteFile(filepath.Join(dir, f.file), []byte(strings.Join(lines, "\n")), 0o644); err != nil {
			t.Fatal(err)
		}
		after := fromGolangci(t, dir)
		if len(after) >= len(before) {
			t.Errorf("%d issues before, %d after //nolint:permvet", len(before), len(after))
		}
		for g := range after {
			if g.file == f.file && g.line == f.line {
				t.Errorf("%s is reported despite //nolint:permvet", g)
			}
		}
		return
	}
	t.Fatal("no issue at all")
}

// TestGolangciFix lets golangci-lint apply the fixes: what it leaves is what the command leaves.
func TestGolangciFix(t *testing.T) {
	theirs := exampleCopy(t, filepath.Join(root(t), goodConfig))
	ours := exampleCopy(t)
	fromGolangci(t, theirs, "--fix")
	for range 2 { // golangci-lint goes on after a fix until nothing more fits
		stdout(t, ours, nil, []int{1}, command(t), "-fix", "./...")
	}
	run(t, theirs, nil, "go", "build", "./...")
	if got, want := sources(t, theirs), sources(t, ours); got != want {
		t.Errorf("golangci-lint --fix makes\n%s\npermvet -fix makes\n%s", got, want)
	}
	if sources(t, theirs) == sources(t, exampleCopy(t)) {
		t.Error("nothing was fixed")
	}
}

// compare expects the same findings.
func compare(t *testing.T, a string, x map[finding]bool, b string, y map[finding]bool) {
	t.Helper()
	if len(x) == 0 {
		t.Errorf("%s finds nothing", a)
	}
	for f := range x {
		if !y[f] {
			t.Errorf("only %s reports %s", a, f)
		}
	}
	for f := range y {
		if !x[f] {
			t.Errorf("only %s reports %s", b, f)
		}
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func replace(t *testing.T, path, old, new string) {
	t.Helper()
	text := read(t, path)
	if strings.Count(text, old) != 1 {
		t.Fatalf("%s: %q is there %d times", path, old, strings.Count(text, old))
	}
	if err := os.WriteFile(path, []byte(strings.Replace(text, old, new, 1)), 0o644); err != nil {
		t.Fatal(err)
	}
}

// sources joins the Go files of a directory.
func sources(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".go") {
			rel, _ := filepath.Rel(dir, path)
			b.WriteString("-- " + rel + " --\n" + read(t, path))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

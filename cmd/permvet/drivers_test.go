package main_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the expected findings of the example")

// build compiles the command once for a test.
func build(t *testing.T) string {
	t.Helper()
	exe := filepath.Join(t.TempDir(), "permvet")
	out, err := exec.Command("go", "build", "-o", exe, ".").CombinedOutput()
	if err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return exe
}

// permvet runs the command in dir and returns what it prints; wrong usage and
// packages that do not load fail the test.
func permvet(t *testing.T, exe, dir string, args ...string) string {
	t.Helper()
	cmd := exec.Command(exe, args...)
	cmd.Dir = dir
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if code := cmd.ProcessState.ExitCode(); err != nil && code != 1 {
		t.Fatalf("permvet %s in %s: exit %d\n%s", strings.Join(args, " "), dir, code, stderr.String())
	}
	return string(out)
}

// TestExample compares the findings on the example module with the expected
// ones. The corrected twins have none.
func TestExample(t *testing.T) {
	got := permvet(t, build(t), "../../testdata/example", "./...")
	const golden = "testdata/example.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("findings changed; run go test -update and look at the difference.\ngot:\n%s\nwant:\n%s", got, want)
	}
	for line := range strings.Lines(got) {
		if strings.Contains(line, "/after/") {
			t.Errorf("a finding in a corrected daemon: %s", line)
		}
	}
	for _, daemon := range []string{"runfcgi", "keywriter", "daemonize", "sockserver", "noinherit"} {
		if !strings.Contains(got, daemon+"/before/") {
			t.Errorf("nothing is found in %s", daemon)
		}
	}
}

// TestNoInherit runs the corrected half of the demonstration: no child ever
// keeps the lock. How often the other half loses it depends on the machine.
func TestNoInherit(t *testing.T) {
	cmd := exec.Command("go", "run", "./noinherit/after")
	cmd.Dir = "../../testdata/example"
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "held in 0 of") {
		t.Errorf("%s%v", out, err)
	}
}

// TestDriversAgree runs the test packages of all passes through the command
// and through go vet, and expects the same findings.
func TestDriversAgree(t *testing.T) {
	exe := build(t)
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	var patterns []string
	dirs, _ := filepath.Glob(filepath.Join(root, "passes/*/testdata/src/*"))
	for _, d := range dirs {
		if ok, _ := filepath.Glob(filepath.Join(d, "*.go")); len(ok) == 0 {
			continue
		}
		if _, err := os.Stat(filepath.Join(d, "go.mod")); err == nil {
			continue
		}
		rel, _ := filepath.Rel(root, d)
		if loads(root, "./"+rel) {
			patterns = append(patterns, "./"+rel)
		}
	}
	if len(patterns) < 5 {
		t.Fatalf("only %d test packages found", len(patterns))
	}
	own := fromCommand(t, permvet(t, exe, root, append([]string{"-format=json", "-strict"}, patterns...)...), root)
	vet := fromVet(t, exe, root, patterns)
	if len(own) == 0 {
		t.Fatal("the command finds nothing at all")
	}
	for _, f := range slices.Sorted(maps.Keys(own)) {
		if !vet[f] {
			t.Errorf("only the command reports %s", f)
		}
	}
	for _, f := range slices.Sorted(maps.Keys(vet)) {
		if !own[f] {
			t.Errorf("only go vet reports %s", f)
		}
	}
	t.Logf("%d findings in %d packages", len(own), len(patterns))
}

// loads reports whether the package builds here; packages for other systems,
// or with imports that only antest provides, do not.
func loads(root, pattern string) bool {
	cmd := exec.Command("go", "build", "-o", os.DevNull, pattern)
	cmd.Dir = root
	return cmd.Run() == nil
}

func fromCommand(t *testing.T, out, root string) map[string]bool {
	t.Helper()
	var log struct {
		Findings []struct {
			Check, Kind, Level, Message, File string
			Line, Column                      int
		}
	}
	if err := json.Unmarshal([]byte(out), &log); err != nil {
		t.Fatalf("the command's JSON: %v", err)
	}
	found := make(map[string]bool)
	for _, f := range log.Findings {
		found[fmt.Sprintf("%s:%d:%d: %s: %s (%s/%s)", f.File, f.Line, f.Column, f.Level, f.Message, f.Check, f.Kind)] = true
	}
	return found
}

func fromVet(t *testing.T, exe, root string, patterns []string) map[string]bool {
	t.Helper()
	args := append([]string{"vet", "-vettool=" + exe, "-json", "-permvet.strict"}, patterns...)
	cmd := exec.Command("go", args...)
	cmd.Dir = root
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("go vet: %v\n%s", err, out)
	}
	found := make(map[string]bool)
	// A stream of objects with a comment line before each.
	var plain bytes.Buffer
	for line := range strings.Lines(string(out)) {
		if !strings.HasPrefix(line, "#") {
			plain.WriteString(line)
		}
	}
	dec := json.NewDecoder(&plain)
	for dec.More() {
		var tree map[string]map[string][]struct{ Posn, Message string }
		if err := dec.Decode(&tree); err != nil {
			t.Fatalf("go vet's JSON: %v", err)
		}
		for _, checks := range tree {
			for _, diags := range checks {
				for _, d := range diags {
					posn := strings.TrimPrefix(d.Posn, root+string(filepath.Separator))
					found[posn+": "+d.Message] = true
				}
			}
		}
	}
	return found
}

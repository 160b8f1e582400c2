//go:build integration

package hosts

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// releases are the versions of Go that the vet tool is tried with, as values of GOTOOLCHAIN.
var releases = []string{"local", "go1.27.0"}

// fromVet runs go vet in dir.
func fromVet(t *testing.T, dir string, env []string, args ...string) map[finding]bool {
	t.Helper()
	args = append([]string{"vet", "-vettool=" + command(t), "-json"}, args...)
	out := stdout(t, dir, env, nil, "go", args...)
	found := map[finding]bool{}
	for dec := json.NewDecoder(bytes.NewReader(out)); dec.More(); {
		var tree map[string]map[string][]struct{ Posn, Message, Category string }
		if err := dec.Decode(&tree); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		for _, checks := range tree {
			for check, diags := range checks {
				for _, d := range diags {
					f, err := fromPosn(dir, d.Posn)
					m := messageRE.FindStringSubmatch(d.Message)
					if err != nil || m == nil {
						t.Errorf("%s: %s: %q (%v)", check, d.Posn, d.Message, err)
						continue
					}
					f.level, f.rule = m[1], m[2]
					found[f] = true
				}
			}
		}
	}
	return found
}

var messageRE = regexp.MustCompile(`(?s)^(note|warning|error): .* \(([a-z]+/[a-z0-9-]+)\)`)

func fromPosn(dir, posn string) (finding, error) {
	parts := strings.Split(posn, ":")
	if len(parts) != 3 {
		return finding{}, fmt.Errorf("no position: %q", posn)
	}
	rel, err := filepath.Rel(dir, parts[0])
	return finding{file: rel, line: parts[1]}, err
}

// TestVet runs go vet and go fix of every release on the example.
func TestVet(t *testing.T) {
	for _, release := range releases {
		t.Run(release, func(t *testing.T) {
			env := []string{"GOTOOLCHAIN=" + release}
			dir := exampleCopy(t)
			if out, err := try(dir, env, "go", "version"); err != nil {
				t.Skipf("%s cannot be had: %s", release, out)
			} else {
				t.Log(out)
			}
			t.Run("json", func(t *testing.T) {
				compare(t, "permvet", fromCommand(t, dir, "./..."), "go vet", fromVet(t, dir, env, "./..."))
				compare(t, "permvet -strict", fromCommand(t, dir, "-strict", "./..."), "go vet -strict", fromVet(t, dir, env, "-strict", "./..."))
			})
			t.Run("text", func(t *testing.T) {
				out, err := try(dir, env, "go", "vet", "-vettool="+command(t), "./...")
				if err == nil || !strings.Contains(out, ": error: ") || !strings.Contains(out, "(filemode/world-writable)") {
					t.Errorf("err %v\n%s", err, out)
				}
			})
			t.Run("diff", func(t *testing.T) { vetDiff(t, env) })
			t.Run("fix", func(t *testing.T) { vetFix(t, env, "vet", "-vettool") })
			t.Run("fixtool", func(t *testing.T) { vetFix(t, env, "fix", "-fixtool") })
		})
	}
}

// vetDiff shows the fixes and changes nothing.
func vetDiff(t *testing.T, env []string) {
	dir := exampleCopy(t)
	for _, args := range [][]string{{"vet", "-vettool=" + command(t), "-fix", "-diff"}, {"fix", "-fixtool=" + command(t), "-diff"}} {
		out, _ := try(dir, env, "go", append(args, "./...")...) // whether a difference is a failure is for go to say
		if !strings.Contains(out, "\n+") || !strings.Contains(out, "\n-") {
			t.Errorf("go %v shows no difference:\n%s", args, out)
		}
		if sources(t, dir) != sources(t, exampleCopy(t)) {
			t.Errorf("go %v changes files", args)
		}
	}
}

// vetFix applies the fixes, as the command does.
func vetFix(t *testing.T, env []string, sub, flag string) {
	theirs, ours := exampleCopy(t), exampleCopy(t)
	if out, err := try(theirs, env, "go", sub, flag+"="+command(t), "-fix", "./..."); sub == "vet" && err != nil {
		t.Logf("go vet -fix: %v\n%s", err, out)
	}
	if sub == "fix" {
		run(t, theirs, env, "go", sub, flag+"="+command(t), "./...")
	}
	stdout(t, ours, nil, []int{1}, command(t), "-fix", "./...")
	run(t, theirs, env, "go", "build", "./...")
	if got, want := sources(t, theirs), sources(t, ours); got != want {
		t.Errorf("go %s makes\n%s\npermvet -fix makes\n%s", sub, got, want)
	}
	if sources(t, theirs) == sources(t, exampleCopy(t)) {
		t.Error("nothing was fixed")
	}
}

// otherClone is how go vet names a file of the clone in which a finding was computed, from another beside it.
var otherClone = regexp.MustCompile(`(?m)^\.\./\d+/`)

// TestSharedCache analyzes two clones of a module with one GOCACHEPROG: for the second nothing is computed again, and
// the findings are the same. go vet replays them with the file names of the first clone.
func TestSharedCache(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	shared, logs := t.TempDir(), t.TempDir()
	vet := func(dir, log string) (string, []string) {
		t.Helper()
		env := []string{
			"GOCACHEPROG=" + self, "PERMVET_TEST_CACHE=" + shared, "GOCACHE=" + t.TempDir(),
			"GOFLAGS=-trimpath",
		}
		tool := filepath.Join(logs, "tool.sh") // go vet's tool and the cache are the same program here
		script := fmt.Sprintf("#!/bin/sh\nPERMVET_TEST_TOOL=%s PERMVET_TEST_LOG=%s exec %s \"$@\"\n", command(t), filepath.Join(logs, log), self)
		if err := os.WriteFile(tool, []byte(script), 0o755); err != nil {
			t.Fatal(err)
		}
		out, _ := try(dir, env, "go", "vet", "-vettool="+tool, "./...")
		var analyzed []string
		if data, err := os.ReadFile(filepath.Join(logs, log)); err == nil {
			analyzed = strings.Split(strings.TrimSpace(string(data)), "\n")
		}
		lines := strings.Split(strings.TrimSpace(otherClone.ReplaceAllString(out, "")), "\n")
		slices.Sort(lines) // what is replayed has another order
		return strings.Join(lines, "\n"), analyzed
	}
	first, many := vet(exampleCopy(t), "first")
	second, none := vet(exampleCopy(t), "second")
	t.Logf("analyzed for the first clone: %d packages, for the second: %d", len(many), len(none))
	if len(many) < 8 {
		t.Errorf("only %d packages were analyzed for the first clone: %q", len(many), many)
	}
	if len(none) > 0 {
		t.Errorf("analyzed again for the second clone: %q", none)
	}
	if !strings.Contains(first, "(filemode/world-writable)") || first != second {
		t.Errorf("the first clone has\n%s\nthe second\n%s", first, second)
	}
}

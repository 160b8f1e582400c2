//go:build integration

package hosts

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// A step of a composite action.
type step struct {
	ID, Name, Shell, Run, Uses, If string
	Env                            map[string]string
}

// TestAction runs the scripts of action.yml as GitHub documents it: bash with -eo pipefail, GITHUB_OUTPUT and so on, and
// the expressions in env put in for a push and for a pull request.
func TestAction(t *testing.T) {
	var action struct {
		Inputs  map[string]struct{ Default, Description string }
		Outputs map[string]struct{ Value string }
		Runs    struct {
			Using string
			Steps []step
		}
	}
	if err := yaml.Unmarshal([]byte(read(t, filepath.Join(root(t), "action.yml"))), &action); err != nil {
		t.Fatal(err)
	}
	if action.Runs.Using != "composite" {
		t.Errorf("using %q", action.Runs.Using)
	}
	for _, s := range action.Runs.Steps {
		if (s.Run == "") == (s.Uses == "") || s.Run != "" && s.Shell != "bash" {
			t.Errorf("step %q must use an action, or run something and say in which shell", s.Name)
		}
		if strings.Contains(s.Run, "${{") {
			t.Errorf("step %q puts an expression into its script: whoever names a branch writes code", s.Name)
		}
	}

	dir, base, head := pullRequest(t)
	for name, tt := range map[string]struct {
		base, fail string
		at         string
		status     int
		findings   int
	}{
		"push":                 {"", "warning", head, 1, 2},
		"push, never fail":     {"", "none", head, 0, 2},
		"pull request":         {base, "warning", head, 1, 1},
		"pull request, no new": {base, "warning", base, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			run(t, dir, nil, "git", "checkout", "-q", tt.at)
			temp := t.TempDir()
			values := map[string]string{
				"inputs.packages": "./...", "inputs.args": "", "inputs.fail": tt.fail, "inputs.upload": "true",
				"github.event.pull_request.base.sha": tt.base,
				"github.event_name == 'pull_request' && inputs.only-new == 'true' && github.event.pull_request.base.sha || ''": tt.base,
			}
			last := 0
			for _, s := range action.Runs.Steps {
				if s.Run == "" || tt.base == "" && strings.Contains(s.Name, "base") {
					continue
				}
				last = runStep(t, dir, temp, s, values)
			}
			if last != tt.status {
				t.Errorf("exit status %d, want %d", last, tt.status)
			}
			var log struct {
				Runs []struct{ Results []any }
			}
			if err := json.Unmarshal([]byte(read(t, values["steps.run.outputs.sarif"])), &log); err != nil {
				t.Fatal(err)
			}
			if n := len(log.Runs[0].Results); n != tt.findings {
				t.Errorf("%d results, want %d", n, tt.findings)
			}
		})
	}
}

var expression = regexp.MustCompile(`\$\{\{ (.*?) \}\}`)

// runStep runs a step's script and takes over its outputs.
func runStep(t *testing.T, dir, temp string, s step, values map[string]string) int {
	t.Helper()
	output := filepath.Join(temp, "output")
	env := append(os.Environ(), "GITHUB_ACTION_PATH="+root(t), "RUNNER_TEMP="+temp, "GITHUB_OUTPUT="+output, "GOWORK=off")
	for k, v := range s.Env {
		env = append(env, k+"="+expression.ReplaceAllStringFunc(v, func(e string) string {
			name := expression.FindStringSubmatch(e)[1]
			value, ok := values[name]
			if !ok {
				t.Errorf("step %q: there is no value for %s", s.Name, name)
			}
			return value
		}))
	}
	cmd := exec.Command("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", s.Run)
	cmd.Dir, cmd.Env = dir, env
	out, err := cmd.CombinedOutput()
	t.Logf("%s: %v\n%s", s.Name, err, out)
	if data, err := os.ReadFile(output); err == nil {
		for line := range strings.Lines(string(data)) {
			k, v, _ := strings.Cut(strings.TrimSpace(line), "=")
			values["steps."+s.ID+".outputs."+k] = v
		}
		os.Remove(output)
	}
	return cmd.ProcessState.ExitCode()
}

// pullRequest makes a repository with a finding, and a commit that adds another.
func pullRequest(t *testing.T) (dir, base, head string) {
	t.Helper()
	const before = "package main\n\nimport \"os\"\n\nfunc main() {\n\tos.Chmod(\"/srv/a\", 0o666)\n}\n"
	dir = writeModule(t, map[string]string{"go.mod": "module example.org/one\n\ngo 1.26\n", "main.go": before})
	git := func(args ...string) string {
		return strings.TrimSpace(run(t, dir, nil, "git", append([]string{"-c", "user.name=test", "-c", "user.email=test@example.org"}, args...)...))
	}
	git("init", "-q")
	git("add", "-A")
	git("commit", "-qm", "before")
	base = git("rev-parse", "HEAD")
	after := before + "\nfunc more() {\n\tos.Chmod(\"/srv/b\", 0o666)\n}\n"
	if err := os.WriteFile(filepath.Join(dir, "main.go"), []byte(after), 0o644); err != nil {
		t.Fatal(err)
	}
	git("commit", "-qam", "after")
	return dir, base, git("rev-parse", "HEAD")
}

// TestGitLab runs the script of the template under sh, as GitLab's runner does, and looks at the report.
func TestGitLab(t *testing.T) {
	var template map[string]struct {
		Variables map[string]string
		Script    []string
		Artifacts struct {
			Reports struct{ Codequality string }
		}
	}
	if err := yaml.Unmarshal([]byte(read(t, filepath.Join(root(t), "docs/ci/gitlab.yml"))), &template); err != nil {
		t.Fatal(err)
	}
	job := template["permvet"]
	dir, base, _ := pullRequest(t)
	env := append(published(t), "CI_PROJECT_DIR="+dir)
	for k, v := range job.Variables {
		if k != "GOCACHE" { // building everything again shows nothing
			env = append(env, k+"="+strings.ReplaceAll(v, "$CI_PROJECT_DIR", dir))
		}
	}
	for name, tt := range map[string]struct {
		env      []string
		findings int
	}{
		"branch":        {nil, 2},
		"merge request": {[]string{"CI_MERGE_REQUEST_DIFF_BASE_SHA=" + base}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			out, err := try(dir, append(env, tt.env...), "sh", "-ec", strings.Join(job.Script, "\n"))
			if err == nil {
				t.Errorf("findings do not fail the job:\n%s", out)
			}
			var report []struct {
				Description string
				Check       string `json:"check_name"`
				Fingerprint string
				Severity    string
				Location    struct {
					Path  string
					Lines struct{ Begin int }
				}
			}
			if err := json.Unmarshal([]byte(read(t, filepath.Join(dir, job.Artifacts.Reports.Codequality))), &report); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			if len(report) != tt.findings {
				t.Errorf("%d findings, want %d\n%s", len(report), tt.findings, out)
			}
			seen := map[string]bool{}
			for _, f := range report {
				severe := map[string]bool{"info": true, "minor": true, "major": true, "critical": true, "blocker": true}[f.Severity]
				if f.Description == "" || f.Check == "" || f.Fingerprint == "" || seen[f.Fingerprint] || !severe || f.Location.Path != "main.go" || f.Location.Lines.Begin == 0 {
					t.Errorf("GitLab cannot use %+v", f)
				}
				seen[f.Fingerprint] = true
			}
		})
	}
}

// TestMakefile uses the snippet with a tool of go.mod, as its comment says.
func TestMakefile(t *testing.T) {
	if _, err := exec.LookPath("make"); err != nil {
		t.Skip("there is no make")
	}
	dir, _, _ := pullRequest(t)
	env := published(t)
	snippet := read(t, filepath.Join(root(t), "docs/ci/permvet.mk"))
	get := regexp.MustCompile(`go get -tool \S+`).FindString(snippet)
	run(t, dir, env, "go", strings.Fields(get)[1:]...)
	if err := os.WriteFile(filepath.Join(dir, "permvet.mk"), []byte(snippet), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "Makefile"), []byte("include permvet.mk\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if out, err := try(dir, env, "make", "permvet"); err == nil || strings.Count(out, "(filemode/world-writable)") != 2 {
		t.Errorf("make permvet: %v\n%s", err, out)
	}
	run(t, dir, env, "make", "permvet-fix")
	run(t, dir, env, "make", "permvet")
}

// TestPreCommit runs the hook by pre-commit itself, from a repository that is a clone of this checkout.
func TestPreCommit(t *testing.T) {
	if _, err := exec.LookPath("pre-commit"); err != nil {
		t.Skip("there is no pre-commit")
	}
	dir, _, head := pullRequest(t)
	hooks := t.TempDir()
	run(t, root(t), nil, "go", "run", "./internal/modproxy/pack", filepath.Join(hooks, "proxy"), "v0.1.0")
	run(t, hooks, nil, "unzip", "-q", "proxy/github.com/permvet/permvet/@v/v0.1.0.zip")
	repo := filepath.Join(hooks, "github.com/permvet/permvet@v0.1.0")
	git := []string{"GIT_CONFIG_COUNT=2", "GIT_CONFIG_KEY_0=user.name", "GIT_CONFIG_VALUE_0=test", "GIT_CONFIG_KEY_1=user.email", "GIT_CONFIG_VALUE_1=test@example.org"}
	for _, args := range [][]string{{"init", "-q"}, {"add", "-Af"}, {"commit", "-qm", "permvet"}, {"tag", "v0.1.0"}} {
		run(t, repo, git, "git", args...)
	}
	conf := fmt.Sprintf("repos:\n- repo: %s\n  rev: v0.1.0\n  hooks:\n  - id: permvet\n", repo)
	if err := os.WriteFile(filepath.Join(dir, ".pre-commit-config.yaml"), []byte(conf), 0o644); err != nil {
		t.Fatal(err)
	}
	run(t, dir, git, "git", "checkout", "-q", head)
	run(t, dir, git, "git", "add", "-A")
	env := append(git, "PRE_COMMIT_HOME="+t.TempDir(), "GOFLAGS=-modcacherw")
	run(t, dir, env, "pre-commit", "validate-manifest", filepath.Join(root(t), ".pre-commit-hooks.yaml"))
	out, err := try(dir, env, "pre-commit", "run", "--all-files")
	if err == nil || strings.Count(out, "(filemode/world-writable)") != 2 {
		t.Errorf("pre-commit: %v\n%s", err, out)
	}
}

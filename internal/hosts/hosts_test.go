//go:build integration

package hosts

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/permvet/permvet/internal/modproxy"
)

// TestMain lets the test binary be the programs that tests hand to the go command.
func TestMain(m *testing.M) {
	switch {
	case os.Getenv("PERMVET_TEST_TOOL") != "":
		os.Exit(countingTool(os.Getenv("PERMVET_TEST_TOOL")))
	case os.Getenv("PERMVET_TEST_CACHE") != "":
		os.Exit(cacheProgram(os.Getenv("PERMVET_TEST_CACHE")))
	}
	os.Exit(m.Run())
}

// buildDir is where the hosts are kept between runs.
var buildDir = sync.OnceValues(func() (string, error) {
	dir := os.Getenv("PERMVET_HOSTS_DIR")
	if dir == "" {
		cache, err := os.UserCacheDir()
		if err != nil {
			return "", err
		}
		dir = filepath.Join(cache, "permvet-hosts")
	}
	return dir, os.MkdirAll(dir, 0o755)
})

// built returns the path of a program in the build directory after it is made once in this run.
func built(t *testing.T, once *sync.Once, name string, build func(path string)) string {
	t.Helper()
	dir, err := buildDir()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, name)
	once.Do(func() { build(path) })
	if _, err := os.Stat(path); err != nil {
		t.Fatalf("%s could not be built: %v", name, err)
	}
	return path
}

var onceCommand, onceGolangci, onceGopls sync.Once

func root(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// command builds permvet.
func command(t *testing.T) string {
	t.Helper()
	return built(t, &onceCommand, "permvet", func(path string) {
		run(t, root(t), nil, "go", "build", "-o", path, "./cmd/permvet")
	})
}

// golangci builds golangci-lint with the plugin, by the recipe of the example.
func golangci(t *testing.T) string {
	t.Helper()
	return built(t, &onceGolangci, "golangci-lint-permvet", func(path string) {
		t.Log(run(t, root(t), nil, "testdata/integration/golangci.sh", filepath.Dir(path)))
	})
}

// goplsWith builds gopls with the checks.
func goplsWith(t *testing.T) string {
	t.Helper()
	exe := command(t)
	return built(t, &onceGopls, "gopls-permvet", func(path string) {
		t.Log(run(t, root(t), nil, exe, "gopls", "build", "-permvet", root(t), "-o", path))
	})
}

// run runs a program and returns its output; a failure, or output that says why it cannot run, fails the test.
func run(t *testing.T, dir string, env []string, name string, args ...string) string {
	t.Helper()
	out, err := try(dir, env, name, args...)
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return out
}

// try runs a program and returns both its outputs.
func try(dir string, env []string, name string, args ...string) (string, error) {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Env = append(append(os.Environ(), "GOWORK=off"), env...)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// stdout runs a program whose exit status may be one of those given, and returns its standard output.
func stdout(t *testing.T, dir string, env []string, codes []int, name string, args ...string) []byte {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Env = append(append(os.Environ(), "GOWORK=off"), env...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	var exit *exec.ExitError
	if err != nil && !(errors.As(err, &exit) && slices.Contains(codes, exit.ExitCode())) {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, stderr.String())
	}
	return out
}

// exampleCopy returns a copy of the example module, with the files of another directory added.
func exampleCopy(t *testing.T, more ...string) string {
	t.Helper()
	dir := t.TempDir()
	for _, src := range append([]string{filepath.Join(root(t), "testdata/example")}, more...) {
		if err := os.CopyFS(dir, os.DirFS(src)); err != nil {
			t.Fatal(err)
		}
	}
	real, err := filepath.EvalSymlinks(dir)
	if err != nil {
		t.Fatal(err)
	}
	return real
}

// A finding is what every host has to say about a place.
type finding struct{ file, line, level, rule string }

func (f finding) String() string {
	return fmt.Sprintf("%s:%s: %s (%s)", f.file, f.line, f.level, f.rule)
}

// fromCommand runs permvet in dir.
func fromCommand(t *testing.T, dir string, args ...string) map[finding]bool {
	t.Helper()
	out := stdout(t, dir, nil, []int{1}, command(t), append([]string{"-format=json"}, args...)...)
	var log struct {
		Findings []struct {
			Check, Kind, Level, File string
			Line                     int
		}
	}
	if err := json.Unmarshal(out, &log); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	found := map[finding]bool{}
	for _, f := range log.Findings {
		found[finding{f.File, fmt.Sprint(f.Line), f.Level, f.Check + "/" + f.Kind}] = true
	}
	return found
}

// published makes a proxy of this checkout and returns the environment to use it with.
func published(t *testing.T) []string {
	t.Helper()
	proxy := t.TempDir()
	run(t, root(t), nil, "go", "run", "./internal/modproxy/pack", proxy, "v0.1.0")
	rest := strings.TrimSpace(run(t, root(t), nil, "go", "env", "GOPROXY"))
	cache := strings.TrimSpace(run(t, root(t), nil, "go", "env", "GOMODCACHE"))
	// A module cache of its own, filled from the user's: this version must not stay there.
	rest = "file://" + filepath.ToSlash(filepath.Join(cache, "cache/download")) + "," + rest
	return append(modproxy.Env(proxy, rest, "github.com/permvet/*"), "GOMODCACHE="+filepath.Join(t.TempDir(), "mod"))
}

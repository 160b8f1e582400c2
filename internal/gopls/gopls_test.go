package gopls

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	xmod "golang.org/x/mod/module"
	"golang.org/x/tools/txtar"

	"github.com/permvet/permvet/internal/modproxy"
)

// fakes are modules that stand in for gopls, one version each, and for what it needs. Building the real one is for
// internal/hosts.
const fakes = `
-- golang.org/x/tools@v0.10.0/go.mod --
module golang.org/x/tools

go 1.26
-- golang.org/x/tools@v0.10.0/x.go --
package tools
-- golang.org/x/tools@v0.20.0/go.mod --
module golang.org/x/tools

go 1.26
-- golang.org/x/tools@v0.20.0/x.go --
package tools
-- golang.org/x/tools/gopls@v0.90.0/go.mod --
module golang.org/x/tools/gopls

go 1.26

require golang.org/x/tools v0.20.0
-- golang.org/x/tools/gopls@v0.90.0/main.go --
package main

import "golang.org/x/tools/gopls/internal/settings"

func main() { println(len(settings.AllAnalyzers)) }
-- golang.org/x/tools/gopls@v0.90.0/internal/protocol/p.go --
package protocol

type DiagnosticSeverity uint32
-- golang.org/x/tools/gopls@v0.90.0/internal/settings/s.go --
package settings

import (
	_ "golang.org/x/tools"
	"golang.org/x/tools/gopls/internal/protocol"
)

type Analyzer struct {
	analyzer   any
	severity   protocol.DiagnosticSeverity
	nonDefault bool
}

var AllAnalyzers = []*Analyzer{}
-- golang.org/x/tools/gopls@v0.91.0/go.mod --
module golang.org/x/tools/gopls

go 1.26

require golang.org/x/tools v0.10.0
-- golang.org/x/tools/gopls@v0.91.0/internal/settings/s.go --
package settings

type Analyzer struct {
	analyzer, severity any
	nonDefault bool
}

var AllAnalyzers = []*Analyzer{}
-- golang.org/x/tools/gopls@v0.92.0/go.mod --
module golang.org/x/tools/gopls

go 1.26

require golang.org/x/tools v0.20.0
-- golang.org/x/tools/gopls@v0.92.0/internal/settings/s.go --
package settings

type Analyzer struct{ analyzer any }

var AllAnalyzers = []*Analyzer{}
-- golang.org/x/tools/gopls@v0.93.0/go.mod --
module golang.org/x/tools/gopls

go 1.999

require golang.org/x/tools v0.20.0
`

// self is a stand-in for this module, which needs the x/tools of v0.90.0.
const selfModule = `
-- go.mod --
module github.com/permvet/permvet

go 1.26

require golang.org/x/tools v0.20.0
-- analyzers/gopls/g.go --
package gopls

import "io"

type Analyzer struct {
	Analyzer any
	Severity uint32
	Off      bool
}

func Analyzers(getenv func(string) string, log io.Writer) []Analyzer { return make([]Analyzer, 3) }
`

// serve makes a module proxy of the fakes, and returns a checkout of the stand-in.
func serve(t *testing.T) (checkout string) {
	t.Helper()
	src, proxy, checkout := t.TempDir(), t.TempDir(), t.TempDir()
	write(t, src, fakes)
	write(t, checkout, selfModule)
	mods, err := filepath.Glob(filepath.Join(src, "golang.org/x/tools*@*"))
	if err != nil {
		t.Fatal(err)
	}
	more, err := filepath.Glob(filepath.Join(src, "golang.org/x/tools/gopls@*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range append(mods, more...) {
		rel, err := filepath.Rel(src, dir)
		if err != nil {
			t.Fatal(err)
		}
		path, version, _ := strings.Cut(filepath.ToSlash(rel), "@")
		if err := modproxy.Add(proxy, dir, xmod.Version{Path: path, Version: version}); err != nil {
			t.Fatal(err)
		}
	}
	for _, kv := range modproxy.Env(proxy, "", "golang.org/x/tools", "golang.org/x/tools/gopls") {
		name, value, _ := strings.Cut(kv, "=")
		t.Setenv(name, value)
	}
	t.Setenv("GOFLAGS", "-mod=vendor") // of a project of the user's: it must not matter
	t.Setenv("GOTOOLCHAIN", "local")
	t.Setenv("GONOSUMCHECK", "1")
	modCache(t)
	return checkout
}

// modCache makes an empty module cache, which can be removed.
func modCache(t *testing.T) {
	t.Helper()
	dir := t.TempDir()
	t.Setenv("GOMODCACHE", dir)
	t.Cleanup(func() {
		_ = filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error { // it is write-protected
			if err == nil && d.IsDir() {
				return os.Chmod(path, 0o700)
			}
			return nil
		})
	})
}

func write(t *testing.T, dir, archive string) {
	t.Helper()
	for _, f := range txtar.Parse([]byte(archive)).Files {
		name := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func permvetGopls(args ...string) (status int, stdout, stderr string) {
	var out, errs bytes.Buffer
	status = Main(context.Background(), args, &out, &errs)
	return status, out.String(), errs.String()
}

func TestBuild(t *testing.T) {
	checkout := serve(t)
	dir := t.TempDir()
	out := filepath.Join(dir, "gopls")
	status, stdout, stderr := permvetGopls("build", "-gopls", "v0.90.0", "-permvet", checkout, "-o", out)
	if status != 0 || !strings.Contains(stdout, "gopls v0.90.0 with permvet") || !strings.Contains(stdout, out) {
		t.Fatalf("status %d, stdout %q, stderr %q", status, stdout, stderr)
	}
	if info, err := os.Stat(out); err != nil || info.Mode()&0o111 == 0 {
		t.Errorf("%v, %v", info, err)
	}

	// What cannot be built leaves what was there, and nothing else.
	for name, tt := range map[string]struct{ version, want string }{
		"older x/tools": {"v0.91.0", "gopls v0.91.0 is built on golang.org/x/tools v0.10.0 and uses its internals, but permvet " + checkout + " needs v0.20.0"},
		"other shape":   {"v0.92.0", "gopls v0.92.0 is built in another way than permvet knows: internal/settings has no severity"},
		"newer Go":      {"v0.93.0", "gopls v0.93.0 needs a newer Go than go1."},
		"no version":    {"v0.94.0", "there is no gopls v0.94.0; these versions are expected to work: v0.24.0 (Go 1.27), v0.23.0 (Go 1.26)"},
	} {
		t.Run(name, func(t *testing.T) {
			status, stdout, stderr := permvetGopls("build", "-gopls", tt.version, "-permvet", checkout, "-o", out)
			if status != 2 || stdout != "" || !strings.HasPrefix(stderr, "permvet gopls: "+tt.want) {
				t.Errorf("status %d, stdout %q, stderr %q, want %q", status, stdout, stderr, tt.want)
			}
			left, err := os.ReadDir(dir)
			if err != nil || len(left) != 1 {
				t.Errorf("left behind: %v %v", left, err)
			}
		})
	}
}

func TestOffline(t *testing.T) {
	checkout := serve(t)
	modCache(t)
	for proxy, want := range map[string]string{
		"off":                   "gopls v0.90.0 cannot be downloaded: ",
		"http://127.0.0.1:1/no": "gopls v0.90.0 cannot be downloaded: ",
	} {
		t.Setenv("GOPROXY", proxy)
		status, _, stderr := permvetGopls("build", "-gopls", "v0.90.0", "-permvet", checkout, "-o", filepath.Join(t.TempDir(), "gopls"))
		if status != 2 || !strings.HasPrefix(stderr, "permvet gopls: "+want) || !strings.Contains(stderr, "go help goproxy") || strings.Count(stderr, "\n") != 1 {
			t.Errorf("GOPROXY=%s: status %d, stderr %q", proxy, status, stderr)
		}
	}
}

func TestNoGo(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if status, _, stderr := permvetGopls("build"); status != 2 || !strings.Contains(stderr, "the go command is not in PATH") {
		t.Errorf("status %d, stderr %q", status, stderr)
	}
}

func TestUsage(t *testing.T) {
	if status, stdout, _ := permvetGopls("help"); status != 0 || !strings.HasPrefix(stdout, "usage: permvet gopls build") {
		t.Errorf("help: status %d, %q", status, stdout)
	}
	dir := t.TempDir()
	for want, args := range map[string][]string{
		"say permvet gopls build":                 nil,
		"say permvet gopls build, or":             {"run"},
		`unexpected argument "x"`:                 {"build", "x"},
		"flag provided but not defined":           {"build", "-x"},
		"-o: there is no directory":               {"build", "-o", filepath.Join(dir, "no", "gopls")},
		"is a directory; name a file":             {"build", "-o", dir},
		"-permvet: " + dir + " is no checkout of": {"build", "-permvet", dir},
	} {
		status, stdout, stderr := permvetGopls(args...)
		if status != 2 || stdout != "" || !strings.Contains(stderr, want) || strings.Count(stderr, "\n") != 1 {
			t.Errorf("%q: status %d, stdout %q, stderr %q", args, status, stdout, stderr)
		}
	}
}

func TestNewest(t *testing.T) {
	for goVersion, want := range map[string]string{"go1.26.8": "v0.23.0", "go1.27.0": "v0.24.0", "go1.27rc1": "v0.24.0", "go1.30": "v0.24.0", "go1.25": "v0.23.0"} {
		if got := newest(goVersion); got != want {
			t.Errorf("for %s: %s, want %s", goVersion, got, want)
		}
	}
}

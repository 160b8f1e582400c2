//go:build integration

package hosts

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/permvet/permvet/internal/lsptest"
)

// twoPackages is a module in which a finding of one package comes from what the other does.
var twoPackages = map[string]string{
	"go.mod": "module example.org/two\n\ngo 1.26\n",
	"main.go": `package main

import (
	"os"

	"example.org/two/lib"
)

func main() {
	if err := os.Chmod("/srv/shared", 0o666); err != nil {
		panic(err)
	}
	if err := lib.Save("/srv/key", 0o666); err != nil {
		panic(err)
	}
}
`,
	"lib/lib.go": `// Package lib saves.
package lib

import "os"

// Save makes a file with a mode.
func Save(name string, mode os.FileMode) error {
	if err := os.WriteFile(name, []byte("x"), 0o600); err != nil {
		return err
	}
	return os.Chmod(name, mode)
}
`,
}

func writeModule(t *testing.T, files map[string]string) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func ours(ds []lsptest.Diagnostic) []lsptest.Diagnostic {
	return slices.DeleteFunc(slices.Clone(ds), func(d lsptest.Diagnostic) bool { return !strings.HasPrefix(d.Source, "permvet_") })
}

// TestGopls is an editing session: diagnostics with all that they have, the quick fix, its effect, facts of another
// package before and after it is edited.
func TestGopls(t *testing.T) {
	dir := writeModule(t, twoPackages)
	began := time.Now()
	c := lsptest.Start(t, dir, nil, goplsWith(t), "serve")
	main, lib := filepath.Join(dir, "main.go"), filepath.Join(dir, "lib/lib.go")
	text := c.Open(main)
	found := ours(c.Wait(main, "two findings", func(ds []lsptest.Diagnostic) bool { return len(ours(ds)) == 2 }))
	t.Logf("first diagnostics after %.1fs", time.Since(began).Seconds())

	chmod, save := found[0], found[1]
	if chmod.Range.Start.Line > save.Range.Start.Line {
		chmod, save = save, chmod
	}
	for _, d := range found {
		if d.Source != "permvet_error" || d.Severity != 1 || d.Code != "filemode/world-writable" || !strings.HasSuffix(d.CodeDescription.Href, "docs/checks/filemode.md#world-writable") {
			t.Errorf("diagnostic %+v", d)
		}
	}
	if want := (lsptest.Position{Line: 9, Character: 11}); chmod.Range.Start != want {
		t.Errorf("it begins at %v, want %v", chmod.Range.Start, want)
	}
	if len(save.RelatedInformation) != 1 || save.RelatedInformation[0].Location.URI != lsptest.URI(lib) || save.RelatedInformation[0].Location.Range.Start.Line != 10 {
		t.Errorf("related places %+v, want line 11 of lib.go", save.RelatedInformation)
	}

	actions := c.Actions(main, chmod)
	i := slices.IndexFunc(actions, func(a lsptest.Action) bool { return a.Kind == "quickfix" && a.Edit != nil })
	if i < 0 {
		t.Fatalf("no quick fix among %+v", actions)
	}
	fixed := lsptest.Apply(main, text, actions[i])
	if want := strings.Replace(text, `"/srv/shared", 0o666`, `"/srv/shared", 0o644`, 1); fixed != want {
		t.Fatalf("after %q:\n%s", actions[i].Title, fixed)
	}
	c.Change(main, fixed)
	c.Wait(main, "the fixed finding to go", func(ds []lsptest.Diagnostic) bool { return len(ours(ds)) == 1 })

	safe := strings.Replace(c.Open(lib), "os.Chmod(name, mode)", "os.Chmod(name, mode&0o600)", 1)
	c.Change(lib, safe)
	c.Wait(main, "the finding to go when the other package is edited", func(ds []lsptest.Diagnostic) bool { return len(ours(ds)) == 0 })
	c.Change(lib, twoPackages["lib/lib.go"])
	c.Wait(main, "the finding to come back", func(ds []lsptest.Diagnostic) bool { return len(ours(ds)) == 1 })
	if log := c.Stderr(); strings.Contains(log, "permvet: ") {
		t.Errorf("gopls logs: %s", log)
	}
}

// TestGoplsSettings selects checks by .permvet.yaml, and notes by the settings of gopls.
func TestGoplsSettings(t *testing.T) {
	dir := writeModule(t, map[string]string{"go.mod": "module example.org/one\n\ngo 1.26\n", "main.go": `package main

import (
	"os"
	"syscall"
)

func main() {
	syscall.Umask(0)
	os.Chmod("/srv/x", 0o666)
	os.MkdirAll("/srv/d", 0o775)
}
`})
	codes := func(settings map[string]any, conf string) []string {
		if err := os.WriteFile(filepath.Join(dir, ".permvet.yaml"), []byte(conf), 0o644); err != nil {
			t.Fatal(err)
		}
		c := lsptest.Start(t, dir, settings, goplsWith(t), "serve")
		main := filepath.Join(dir, "main.go")
		c.Open(main)
		var report struct{ Items []lsptest.Diagnostic }
		c.Call("textDocument/diagnostic", map[string]any{"textDocument": map[string]any{"uri": lsptest.URI(main)}}, &report)
		var out []string
		for _, d := range ours(report.Items) {
			out = append(out, d.Source+" "+d.Code)
		}
		if conf == "strikt: true" && !strings.Contains(c.Stderr(), `unknown key "strikt"`) {
			t.Errorf("log: %s", c.Stderr())
		}
		slices.Sort(out)
		return slices.Compact(out)
	}
	pull := func(more map[string]any) map[string]any {
		s := map[string]any{"pullDiagnostics": true}
		for k, v := range more {
			s[k] = v
		}
		return s
	}
	normal := codes(pull(nil), "")
	if !slices.Contains(normal, "permvet_error filemode/world-writable") || !slices.Contains(normal, "permvet_error umask/permissive-umask") || strings.Contains(strings.Join(normal, " "), "permvet_note") {
		t.Errorf("by default: %q", normal)
	}
	if got := codes(pull(map[string]any{"analyses": map[string]any{"permvet_note": true}}), ""); !slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, "permvet_note ") }) {
		t.Errorf("with notes: %q", got)
	}
	if got := codes(pull(map[string]any{"analyses": map[string]any{"permvet_error": false}}), ""); slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, "permvet_error") }) {
		t.Errorf("without errors: %q", got)
	}
	if got := codes(pull(nil), "checks: [umask]"); !slices.Equal(got, []string{"permvet_error umask/permissive-umask"}) {
		t.Errorf("with umask alone: %q", got)
	}
	if got := codes(pull(nil), "strikt: true"); !slices.Equal(got, normal) {
		t.Errorf("with bad settings: %q, want %q", got, normal)
	}
}

// TestGoplsIncremental counts what is analyzed anew after an edit: the package itself and those open packages that refer
// to it, which gopls keys by the text of what they refer to; and nothing at all for a server that is started again.
func TestGoplsIncremental(t *testing.T) {
	dir := writeModule(t, twoPackages)
	t.Setenv("PERMVET_TRACE", "1")
	main, lib := filepath.Join(dir, "main.go"), filepath.Join(dir, "lib/lib.go")
	start := func() (c *lsptest.Client, pull func() int) {
		c = lsptest.Start(t, dir, map[string]any{"pullDiagnostics": true}, goplsWith(t), "serve")
		c.Open(main)
		return c, func() int {
			var report struct{ Items []lsptest.Diagnostic }
			c.Call("textDocument/diagnostic", map[string]any{"textDocument": map[string]any{"uri": lsptest.URI(main)}}, &report)
			return len(ours(report.Items))
		}
	}
	c, pull := start()
	expect := func(what string, findings, mains, libs int) {
		t.Helper()
		if n := pull(); n != findings {
			t.Errorf("%s: %d findings, want %d", what, n, findings)
		}
		if m, l := analyzed(c.Stderr(), "example.org/two"), analyzed(c.Stderr(), "example.org/two/lib"); m != mains || l != libs {
			t.Errorf("%s: package main was analyzed %d times and lib %d times, want %d and %d", what, m, l, mains, libs)
		}
	}
	expect("first", 2, 1, 1)
	c.Change(main, twoPackages["main.go"]+"\n// A comment.\n")
	expect("a comment in main", 2, 2, 1)
	c.Change(main, twoPackages["main.go"])
	expect("main as before", 2, 2, 1)
	c.Open(lib)
	c.Change(lib, strings.Replace(twoPackages["lib/lib.go"], "Chmod(name, mode)", "Chmod(name, mode&0o600)", 1))
	expect("another lib", 1, 3, 2)
	c.Stop()

	c, pull = start()
	expect("a new server", 2, 0, 0)
}

// analyzed counts the lines of the trace about a package.
func analyzed(log, pkg string) int {
	n := 0
	for line := range strings.Lines(log) {
		if strings.HasPrefix(line, "permvet: trace: effects ") && strings.TrimSpace(strings.TrimPrefix(line, "permvet: trace: effects ")) == pkg {
			n++
		}
	}
	return n
}

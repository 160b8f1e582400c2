//go:build integration

package hosts

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/permvet/permvet/internal/lsptest"
)

// corpus are the modules on which all hosts must say the same: ours, and real ones from the module proxy, with their
// tests.
func corpus(t *testing.T) map[string]string {
	t.Helper()
	withTests := exampleCopy(t)
	pkg := filepath.Join(root(t), "passes/filemode/testdata/src/withtests")
	if err := os.CopyFS(filepath.Join(withTests, "withtests"), os.DirFS(pkg)); err != nil {
		t.Fatal(err)
	}
	modules := map[string]string{
		"example":    withTests,
		"continuity": module(t, "github.com/containerd/continuity@v0.4.5"),
	}
	if !testing.Short() {
		modules["runc"] = module(t, "github.com/opencontainers/runc@v1.3.0")
	}
	return modules
}

// module returns a copy of a published module.
func module(t *testing.T, path string) string {
	t.Helper()
	var m struct{ Dir string }
	out := run(t, t.TempDir(), []string{"GOFLAGS=-mod=mod"}, "go", "mod", "download", "-json", path)
	if err := json.Unmarshal([]byte(out), &m); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(dir, os.DirFS(m.Dir)); err != nil {
		t.Fatal(err)
	}
	os.RemoveAll(filepath.Join(dir, "vendor")) // zips have only a part of it
	return dir
}

// TestDriversAgree runs one corpus through every host: the command without and with what it kept before, go vet,
// golangci-lint and gopls. Whatever one reports, all report.
func TestDriversAgree(t *testing.T) {
	config := read(t, filepath.Join(root(t), goodConfig, ".golangci.yml"))
	modules := corpus(t)
	t.Logf("%-12s %8s %8s %8s %14s %8s", "module", "cold", "cached", "go vet", "golangci-lint", "gopls")
	for _, name := range slices.Sorted(maps.Keys(modules)) {
		dir := modules[name]
		if err := os.WriteFile(filepath.Join(dir, ".golangci.yml"), []byte(config), 0o644); err != nil {
			t.Fatal(err)
		}
		t.Setenv("PERMVET_CACHE", "off")
		cold := fromCommand(t, dir, "./...")
		t.Setenv("PERMVET_CACHE", filepath.Join(t.TempDir(), "cache"))
		compare(t, name+": permvet", cold, "permvet that fills its cache", fromCommand(t, dir, "./..."))
		again := fromCommand(t, dir, "./...")
		vet := fromVet(t, dir, nil, "./...")
		lint := fromGolangci(t, dir)
		editor := fromGopls(t, dir)
		t.Logf("%-12s %8d %8d %8d %14d %8d", name, len(cold), len(again), len(vet), len(lint), len(editor))
		compare(t, name+": permvet", cold, "permvet from its cache", again)
		compare(t, name+": permvet", cold, "go vet", vet)
		compare(t, name+": permvet", cold, "golangci-lint", lint)
		compare(t, name+": permvet", cold, "gopls", editor)
	}
}

// fromGopls opens every file of a module and asks for its diagnostics.
func fromGopls(t *testing.T, dir string) map[finding]bool {
	t.Helper()
	c := lsptest.Start(t, dir, map[string]any{"pullDiagnostics": true}, goplsWith(t), "serve")
	defer c.Stop()
	found := map[finding]bool{}
	for _, file := range strings.Fields(run(t, dir, nil, "go", "list", "-f", `{{$d := .Dir}}{{range .GoFiles}}{{$d}}/{{.}} {{end}}{{range .CgoFiles}}{{$d}}/{{.}} {{end}}{{range .TestGoFiles}}{{$d}}/{{.}} {{end}}{{range .XTestGoFiles}}{{$d}}/{{.}} {{end}}`, "./...")) {
		c.Open(file)
		var report struct{ Items []lsptest.Diagnostic }
		c.Call("textDocument/diagnostic", map[string]any{"textDocument": map[string]any{"uri": lsptest.URI(file)}}, &report)
		rel, err := filepath.Rel(dir, file)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range ours(report.Items) {
			found[finding{rel, fmt.Sprint(d.Range.Start.Line + 1), strings.TrimPrefix(d.Source, "permvet_"), d.Code}] = true
		}
	}
	return found
}

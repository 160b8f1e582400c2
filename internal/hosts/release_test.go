//go:build integration

package hosts

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/permvet/permvet/internal/lsptest"
)

// TestReadme follows the README in a fresh module, as who has nothing but Go and the name of a release.
func TestReadme(t *testing.T) {
	readme := read(t, filepath.Join(root(t), "README.md"))
	dir := writeModule(t, twoPackages)
	bin := t.TempDir()
	env := append(published(t), "GOBIN="+bin, "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	sh := func(line string) (string, error) {
		t.Helper()
		if !strings.Contains(readme, line) {
			t.Fatalf("the README does not say %q", line)
		}
		return try(dir, env, "sh", "-c", line)
	}
	if out, err := sh("go install github.com/permvet/permvet/cmd/permvet@latest"); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, line := range []string{"permvet ./...", "permvet -strict ./...", "go vet -vettool=$(which permvet) ./..."} {
		out, err := sh(line)
		if err == nil || strings.Count(out, "(filemode/world-writable)") != 2 {
			t.Errorf("%s: %v\n%s", line, err, out)
		}
	}
	server := filepath.Join(bin, "gopls-permvet")
	if out, err := try(dir, env, "sh", "-c", "permvet gopls build -o "+server); err != nil || !strings.Contains(out, "with permvet v0.1.0: ") {
		t.Fatalf("%v\n%s", err, out)
	}
	c := lsptest.Start(t, dir, nil, server, "serve")
	main := filepath.Join(dir, "main.go")
	c.Open(main)
	c.Wait(main, "two findings", func(ds []lsptest.Diagnostic) bool { return len(ours(ds)) == 2 })
	c.Stop()

	if out, err := sh("go fix -fixtool=$(which permvet) ./..."); err != nil || read(t, main) == twoPackages["main.go"] {
		t.Errorf("go fix: %v\n%s", err, out)
	}
}

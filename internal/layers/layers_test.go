// Package layers holds the test of who may import whom. The same rules are in
// .golangci.yml for editors.
package layers

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/permvet/permvet/"

// A layer is a package, or all below a directory if it ends in a slash, and
// what its code may import besides the standard library and itself.
type layer struct {
	pkg string
	may []string
}

// layers is ordered from the bottom up; the first that fits a package counts.
var layers = []layer{
	{"internal/api", []string{xtools}},
	{"internal/value", []string{"internal/api"}},
	{"internal/place", []string{"internal/value"}},
	{"internal/secret", nil},
	{"internal/fix", []string{"internal/api", "internal/value", xtools}},
	{"internal/meta", []string{xtools}},
	{"internal/settings", []string{"internal/api", "internal/meta", "internal/secret", xtools}},
	{"internal/report", []string{"internal/meta", "internal/secret", "internal/settings", xtools}},
	{"passes/effects/internal/flow", []string{xtools}},
	{"passes/effects/internal/eval", []string{"internal/api", "internal/value", "internal/secret", "passes/effects/internal/flow", xtools}},
	{"passes/", []string{"internal/api", "internal/value", "internal/place", "internal/secret", "internal/fix", "internal/meta", "internal/report", "internal/settings", "passes/", xtools}},
	{"internal/load", []string{xtools}},
	{"internal/cache", nil},
	{"internal/facts", []string{xtools}},
	{"internal/driver/sarif", []string{"internal/driver/finding", "internal/driver/source", "internal/meta", xtools, "honnef.co/go/tools/"}},
	{"internal/driver/", []string{"internal/driver/", "internal/cache", "internal/facts", "internal/meta", "internal/settings", "internal/load", xtools, "golang.org/x/mod/", "go.yaml.in/yaml/"}},
	{"internal/driver", []string{"internal/driver/", "internal/cache", "internal/meta", "internal/settings", "internal/load", xtools, "golang.org/x/term"}},
	{"analyzers", []string{"passes/", "internal/api", "internal/report", "internal/meta", "internal/settings", xtools}},
	{"analyzers/", []string{"analyzers", "analyzers/collect", "internal/driver/config", "internal/meta", "internal/report", "internal/settings", xtools, "github.com/golangci/plugin-module-register/"}},
	{"cmd/permvet", []string{"analyzers", "internal/driver", "internal/gopls", "internal/settings"}},
	// What is not linked into the suite.
	{"internal/antest", []string{"internal/report", "internal/settings", "internal/load", xtools, "golang.org/x/mod/"}},
	{"internal/corpus", []string{"internal/corpus/"}},

	{"internal/corpus/", []string{"analyzers", "internal/corpus/", "internal/driver", "internal/settings", "golang.org/x/mod/"}},
	{"internal/gendocs", []string{"analyzers", "internal/api", "internal/meta"}},
	{"internal/gopls", []string{"golang.org/x/mod/"}},
	{"internal/modproxy", []string{"golang.org/x/mod/"}},
	{"internal/modproxy/", []string{"internal/modproxy", "golang.org/x/mod/"}},
	{"internal/lsptest", nil},
	{"internal/hosts", []string{"internal/lsptest", "internal/modproxy"}},
	{"internal/newpass", nil},
	{"internal/proof", nil},
	{"internal/layers", nil},
	{"internal/perf", []string{xtools}},
}

const xtools = "golang.org/x/tools/"

// noProcess lists the layers that are linked into other people's programs,
// gopls for one: whatever they depend on, short of what the standard library
// imports itself, starts no process and loads no package.
var noProcess = []string{"passes/", "internal/report", "internal/settings", "internal/api", "internal/value", "internal/place", "internal/secret", "internal/fix", "analyzers", "analyzers/"}

var processes = []string{"os/exec", "plugin", "golang.org/x/tools/go/packages"}

// A pkg is what go list says about a package.
type pkg struct {
	ImportPath string
	Imports    []string
	Standard   bool
}

func TestLayers(t *testing.T) {
	pkgs := list(t, "../..")
	for _, p := range pkgs {
		name, ours := strings.CutPrefix(p.ImportPath, module)
		if !ours {
			continue
		}
		for _, msg := range violations(name, p.Imports, pkgs) {
			t.Error(msg)
		}
		if within(name, noProcess) {
			if chain := reaches(p.ImportPath, processes, pkgs); chain != nil {
				t.Errorf("%s must not start processes, but imports %s", name, strings.Join(chain[1:], " → "))
			}
		}
	}
}

// violations says which imports of a package its layer forbids.
func violations(name string, imports []string, pkgs map[string]pkg) (msgs []string) {
	i := slices.IndexFunc(layers, func(l layer) bool { return fits(name, l.pkg) })
	if i < 0 {
		return []string{fmt.Sprintf("package %s belongs to no layer: add it to internal/layers", name)}
	}
	for _, path := range imports {
		if pkgs[path].Standard {
			continue
		}
		imported := strings.TrimPrefix(path, module)
		if imported != name && !within(imported, layers[i].may) {
			msgs = append(msgs, fmt.Sprintf("package %s must not import %s", name, imported))
		}
	}
	return msgs
}

// fits reports whether pattern is the package, or a directory above it.
func fits(name, pattern string) bool {
	if strings.HasSuffix(pattern, "/") {
		return strings.HasPrefix(name, pattern)
	}
	return name == pattern
}

func within(name string, patterns []string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool { return fits(name, p) })
}

// reaches returns a chain of imports from a package to one of the targets.
func reaches(from string, targets []string, pkgs map[string]pkg) []string {
	seen := make(map[string]bool)
	var walk func(path string) []string
	walk = func(path string) []string {
		if slices.Contains(targets, path) {
			return []string{path}
		}
		if seen[path] || pkgs[path].Standard {
			return nil
		}
		seen[path] = true
		for _, imp := range pkgs[path].Imports {
			if chain := walk(imp); chain != nil {
				return append([]string{path}, chain...)
			}
		}
		return nil
	}
	return walk(from)
}

// The companion library stands alone.
func TestSafecreateImportsOnlyTheStandardLibrary(t *testing.T) {
	const dir = "../../safecreate"
	if _, err := os.Stat(dir); err != nil {
		t.Skip("there is no safecreate directory beside this module's packages")
	}
	for path, p := range list(t, dir) {
		if !p.Standard && !fits(path, module+"safecreate/") && path != module+"safecreate" {
			t.Errorf("safecreate depends on %s", path)
		}
	}
}

// The rules themselves refuse what the design forbids.
func TestRules(t *testing.T) {
	pkgs := map[string]pkg{
		"os":                             {Standard: true},
		"os/exec":                        {Standard: true},
		"go/build":                       {Standard: true, Imports: []string{"os/exec"}},
		module + "passes/a":              {Imports: []string{module + "internal/b"}},
		module + "internal/b":            {Imports: []string{"os/exec"}},
		module + "passes/c":              {Imports: []string{"go/build"}},
		"golang.org/x/tools/go/analysis": {},
	}
	for _, test := range []struct {
		name, imports string
		want          int
	}{
		{"passes/filemode", "os", 0},
		{"passes/filemode", module + "passes/effects", 0},
		{"passes/filemode", module + "internal/fix", 0},
		{"passes/filemode", module + "internal/driver", 1},
		{"passes/filemode", module + "internal/load", 1},
		{"passes/filemode", module + "analyzers", 1},
		{"passes/filemode", module + "safecreate", 1},
		{"passes/filemode", "golang.org/x/sys/unix", 1},
		{"passes/effects/internal/flow", "golang.org/x/tools/go/ssa", 0},
		{"passes/effects/internal/flow", module + "internal/api", 1},
		{"passes/effects/internal/eval", module + "passes/effects/internal/flow", 0},
		{"passes/effects/internal/eval", module + "passes/effects", 1},
		{"passes/effects/internal/eval", module + "internal/report", 1},
		{"internal/api", module + "passes/effects", 1},
		{"internal/fix", module + "internal/report", 1},
		{"internal/driver", module + "passes/effects", 1},
		{"internal/driver/json", module + "analyzers", 1},
		{"internal/driver/json", module + "internal/driver/finding", 0},
		{"analyzers", module + "passes/filemode", 0},
		{"analyzers", module + "internal/driver", 1},
		{"cmd/permvet", module + "passes/filemode", 1},
		{"internal/report", module + "internal/fix", 1},
		{"internal/unheardof", "os", 1},
		{"somewhere", "os", 1},
	} {
		if got := violations(test.name, []string{test.imports}, pkgs); len(got) != test.want {
			t.Errorf("%s importing %s: got %q, want %d", test.name, test.imports, got, test.want)
		}
	}
	if got := strings.Join(reaches(module+"passes/a", processes, pkgs), " "); got != module+"passes/a "+module+"internal/b os/exec" {
		t.Errorf("reaches: got %q", got)
	}
	if got := reaches(module+"passes/c", processes, pkgs); got != nil {
		t.Errorf("reaches goes through the standard library: %v", got)
	}
}

// list returns the packages of a module and all they depend on.
func list(t *testing.T, dir string) map[string]pkg {
	t.Helper()
	cmd := exec.Command("go", "list", "-e", "-deps", "-json=ImportPath,Imports,Standard", "./...")
	cmd.Dir = dir
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, stderr.Bytes())
	}
	pkgs := make(map[string]pkg)
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p pkg
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("go list: %v", err)
		}
		pkgs[p.ImportPath] = p
	}
	if len(pkgs) == 0 {
		t.Fatalf("go list in %s found nothing", dir)
	}
	return pkgs
}

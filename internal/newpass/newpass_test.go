package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// repository makes a directory that looks like the root of the repository.
func repository(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	for name, text := range map[string]string{"analyzers/analyzers.go": "package analyzers\n", "passes/taken/doc.go": "package taken\n"} {
		if err := os.MkdirAll(filepath.Join(root, filepath.Dir(name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(root, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func TestRefuses(t *testing.T) {
	root := repository(t)
	for name, want := range map[string]string{
		"":          "one short word",
		"Mode":      "one short word",
		"file-mode": "one short word",
		"../x":      "one short word",
		"a/b":       "one short word",
		"taken":     "exists already",
	} {
		if _, err := create(root, name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("create(%q): got %v, want %q", name, err, want)
		}
	}
	if _, err := create(t.TempDir(), "fine"); err == nil || !strings.Contains(err.Error(), "root of the repository") {
		t.Errorf("outside the repository: got %v", err)
	}
}

// The skeleton is formatted and, with its test, compiles inside this module.
func TestSkeleton(t *testing.T) {
	root := repository(t)
	files, err := create(root, "skeletal")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), "NAME") {
			t.Errorf("%s still has NAME in it", f)
		}
	}
	if out, err := exec.Command("gofmt", append([]string{"-l"}, files...)...).CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("gofmt -l: %s %v", out, err)
	}
	if lib := filepath.Join(root, "passes", "skeletal", "testdata", "src", "lib", "lib.go"); !slices.Contains(files, lib) {
		t.Errorf("there is no %s, which a finding across packages needs", lib)
	}
	overlay := overlayInModule(t, root, files)
	out, err := exec.Command("go", "test", "-c", "-vet=off", "-o", filepath.Join(root, "skeletal.test"), "-overlay="+overlay, "../../passes/skeletal").CombinedOutput()
	if err != nil {
		t.Errorf("the skeleton does not compile: %v\n%s", err, out)
	}
	out, err = exec.Command("go", "build", "-overlay="+overlay, "../../passes/skeletal/testdata/src/a").CombinedOutput()
	if err != nil {
		t.Errorf("its test packages do not compile: %v\n%s", err, out)
	}
}

// overlayInModule makes the files appear in this module's passes.
func overlayInModule(t *testing.T, root string, files []string) string {
	t.Helper()
	module, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	var entries []string
	for _, f := range files {
		rel, err := filepath.Rel(root, f)
		if err != nil {
			t.Fatal(err)
		}
		entries = append(entries, `"`+filepath.Join(module, rel)+`": "`+f+`"`)
	}
	overlay := filepath.Join(root, "overlay.json")
	if err := os.WriteFile(overlay, []byte(`{"Replace": {`+strings.Join(entries, ",\n")+`}}`), 0o644); err != nil {
		t.Fatal(err)
	}
	return overlay
}

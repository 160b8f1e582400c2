package cloexec_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// TestProof runs what TestTable judges: for each row of the table a program
// makes the descriptor and starts a child that lists what it got. As the
// program stands the child has the descriptor; with the fixes, the text of the
// golden file, it has not.
func TestProof(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the child lists /proc/self/fd")
	}
	dir, err := filepath.Abs(filepath.Join("testdata", "src", "proof"))
	if err != nil {
		t.Fatal(err)
	}
	rows := filepath.Join(dir, "rows.go")
	before := build(t, dir, nil)
	after := build(t, dir, map[string]string{rows: rows + ".golden"})

	names := strings.Split(strings.TrimSpace(run(t, before)), "\n")
	if len(names) < 60 {
		t.Fatalf("only %d rows: %v", len(names), names)
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			was, is := run(t, before, name), run(t, after, name)
			for _, out := range []string{was, is} {
				if reason, ok := strings.CutPrefix(out, "skip: "); ok {
					t.Skipf("this kernel or user cannot: %s", strings.TrimSpace(reason))
				}
			}
			leaks := !strings.HasPrefix(name, "always ")
			if got := inherited(t, was); (got != "") != leaks {
				t.Errorf("before the fix the child inherited %q, want any: %t", got, leaks)
			}
			if got := inherited(t, is); got != "" {
				t.Errorf("after the fix the child inherited %q", got)
			}
		})
	}
}

// build builds the program, with some files replaced by others.
func build(t *testing.T, dir string, replace map[string]string) string {
	t.Helper()
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		t.Fatal(err)
	}
	tmp := t.TempDir()
	list, program := filepath.Join(tmp, "overlay.json"), filepath.Join(tmp, "proof")
	if err := os.WriteFile(list, overlay, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("go", "build", "-overlay", list, "-o", program, dir).CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return program
}

func run(t *testing.T, program string, args ...string) string {
	t.Helper()
	out, err := exec.Command(program, args...).Output()
	if err != nil {
		t.Fatalf("%s %v: %v", filepath.Base(program), args, err)
	}
	return string(out)
}

// inherited returns the numbers that the child printed.
func inherited(t *testing.T, out string) string {
	t.Helper()
	list, ok := strings.CutPrefix(out, "inherited:")
	if !ok || strings.Contains(list, "/proc") {
		t.Fatalf("the program printed %q", out)
	}
	return strings.TrimSpace(list)
}

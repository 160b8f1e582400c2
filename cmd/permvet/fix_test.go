package main_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestVetFix lets go vet apply the first fixes to the example: the result
// builds, and what was fixed is not reported again.
func TestVetFix(t *testing.T) {
	exe := build(t)
	for _, tt := range []struct {
		name string
		fix  []string
		exit int // what remains after fixing is a finding to the command
	}{
		{"vet", []string{"go", "vet", "-vettool=" + exe, "-fix", "./..."}, 0},
		{"command", []string{exe, "-fix", "./..."}, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.CopyFS(dir, os.DirFS("../../testdata/example")); err != nil {
				t.Fatal(err)
			}
			before := strings.Count(permvet(t, exe, dir, "./..."), "\n")
			cmd := exec.Command(tt.fix[0], tt.fix[1:]...)
			cmd.Dir = dir
			out, err := cmd.CombinedOutput()
			if err != nil && cmd.ProcessState.ExitCode() != tt.exit {
				t.Fatalf("%v: %v\n%s", tt.fix, err, out)
			}
			vet := exec.Command("go", "vet", "./...")
			vet.Dir = dir
			if out, err := vet.CombinedOutput(); err != nil {
				t.Fatalf("the fixed example does not build: %v\n%s", err, out)
			}
			left := permvet(t, exe, dir, "./...")
			if strings.Contains(left, "narrowed-after-create") || strings.Contains(left, "chmod-by-name") {
				t.Errorf("still reported after the fix:\n%s\nThe fixing run printed:\n%s", left, out)
			}
			if after := strings.Count(left, "\n"); after >= before {
				t.Errorf("%d lines of findings before the fixes, %d after:\n%s", before, after, left)
			}
		})
	}
}

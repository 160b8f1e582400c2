package driver

import (
	"bytes"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// The list is that of the go command.
func TestSystems(t *testing.T) {
	out, err := exec.Command("go", "tool", "dist", "list").Output()
	if err != nil {
		t.Skipf("go tool dist cannot be run: %v", err)
	}
	var want, got []string
	for pair := range bytes.FieldsSeq(out) {
		want = append(want, string(pair))
	}
	for goos, archs := range systems {
		for _, arch := range archs {
			got = append(got, goos+"/"+arch)
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	for _, pair := range got {
		if !slices.Contains(want, pair) {
			t.Errorf("Go does not know %s", pair)
		}
	}
	for _, pair := range want { // an architecture that is missing here costs a message, a system would be refused
		if goos, _, _ := strings.Cut(pair, "/"); systems[goos] == nil {
			t.Errorf("%s is missing", goos)
		}
	}
}

func TestParseSystems(t *testing.T) {
	for list, want := range map[string]string{
		"":                      "",
		"linux":                 "linux",
		"linux, windows,,linux": "linux windows",
		"all":                   "aix darwin dragonfly freebsd illumos linux netbsd openbsd plan9 solaris windows",
		"linux,all":             "aix darwin dragonfly freebsd illumos linux netbsd openbsd plan9 solaris windows",
		"linux,beos":            `-os: Go knows no system "beos"`,
		"linx":                  "did you mean linux?",
	} {
		got, err := parseSystems(list)
		switch {
		case err != nil && !strings.Contains(err.Error(), want):
			t.Errorf("%q: %v, want %s", list, err, want)
		case err == nil && strings.Join(got, " ") != want:
			t.Errorf("%q: %q, want %s", list, got, want)
		}
	}
	if got := strings.Join(systemEnv("aix"), " "); got != "GOOS=aix GOARCH=ppc64" {
		t.Errorf("aix: %s", got)
	}
	if got := systemEnv(""); got != nil {
		t.Errorf("the system of the environment: %q", got)
	}
}

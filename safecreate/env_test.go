package safecreate

import (
	"context"
	"os"
	"path"
	"runtime"
	"slices"
	"strings"
	"testing"
)

func TestEnv(t *testing.T) {
	for name, value := range map[string]string{
		"AWS_SECRET_ACCESS_KEY": "x", "LD_PRELOAD": "", "LD_LIBRARY_PATH": "/x", "HTTPS_PROXY": "http://u:p@h",
		"SSH_AUTH_SOCK": "/x", "GITHUB_TOKEN": "x", "XDG_RUNTIME_DIR": "/x", "LC_ALL": "C", "TZ": "UTC", "TMPDIR": "/x", "LANG": "() { :; }",
	} {
		t.Setenv(name, value)
	}
	if runtime.GOOS == "windows" {
		t.Skip("the names below are those of Unix; Windows has another list")
	}
	got := Env("EXTRA=1", "TZ=CET")
	for _, entry := range got {
		name, _, _ := strings.Cut(entry, "=")
		if !slices.Contains([]string{"PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANGUAGE", "TZ", "TERM", "TMPDIR", "EXTRA"}, name) && !strings.HasPrefix(name, "LC_") {
			t.Errorf("%s is passed on", entry)
		}
	}
	for _, want := range []string{"LC_ALL=C", "TZ=CET", "EXTRA=1", "TMPDIR=/x"} {
		if !slices.Contains(got, want) {
			t.Errorf("no %s in %q", want, got)
		}
	}
	if got[len(got)-1] != "TZ=CET" {
		t.Errorf("extra does not come last: %q", got)
	}
}

// nil would mean everything.
func TestEnvIsNeverNil(t *testing.T) {
	for _, entry := range os.Environ() {
		name, value, _ := strings.Cut(entry, "=")
		os.Unsetenv(name)
		defer os.Setenv(name, value)
	}
	for what, env := range map[string][]string{
		"Env":                 Env(),
		"FilterEnv":           FilterEnv(nil),
		"FilterEnv no match":  FilterEnv([]string{"A=1"}, "B"),
		"FilterEnv no names":  FilterEnv([]string{"A=1"}),
		"Command":             Command("x").Env,
		"CommandContext":      CommandContext(context.Background(), "x").Env,
		"FilterEnv malformed": FilterEnv([]string{"A=1"}, "["),
	} {
		if env == nil || len(env) > 0 {
			t.Errorf("%s: %#v, want empty and not nil", what, env)
		}
	}
}

func TestFilterEnv(t *testing.T) {
	env := []string{"A=1", "AB=2", "B=", "C", "=D", "A=3", "E=a=b", "F=x\x00", "G=() { :; }", ""}
	for _, c := range []struct {
		patterns []string
		want     []string
	}{
		{[]string{"A"}, []string{"A=1", "A=3"}},
		{[]string{"A*"}, []string{"A=1", "AB=2", "A=3"}},
		{[]string{"*"}, []string{"A=1", "AB=2", "B=", "A=3", "E=a=b"}},
		{[]string{"?"}, []string{"A=1", "B=", "A=3", "E=a=b"}},
		{[]string{"[", "B"}, []string{"B="}},
		{[]string{""}, []string{}},
	} {
		if got := FilterEnv(env, c.patterns...); !slices.Equal(got, c.want) {
			t.Errorf("%q: %q, want %q", c.patterns, got, c.want)
		}
	}
}

func TestAllowedNamesAreValidPatterns(t *testing.T) {
	for _, goos := range []string{"linux", "windows"} {
		for _, p := range allowed(goos) {
			if _, err := path.Match(p, "x"); err != nil {
				t.Errorf("%s: %q: %v", goos, p, err)
			}
			if goos == "windows" && p != strings.ToUpper(p) {
				t.Errorf("%q is not in upper case", p)
			}
		}
	}
}

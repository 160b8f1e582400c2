package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const full = `# what a repository can say
strict: true
helpers: false
fail: error
tests: note
checks: [-umask/umask-window, filemode]
levels:
  filemode/world-writable: error
  toctou: off
exclude:
  - path: third_party
    reason: not ours
  - path: "**/testdata"
    checks: [umask]
    reason: odd on purpose
secrets: [unseal_share, "*.vault"]
calls:
  - func: (*example.com/store.DB).Save
    does: create
    what: file
    path: 1
    handle: receiver
    fixed: 0644
    why: Save opens the file with 0644
  - func: example.com/store.Write
    does: create
    what: file
    path: 1
    fixed: 0o600
    why: Write is private
  - func: example.com/store.Other
    does: create
    what: file
    path: 1
    fixed: "0640"
    why: Other has a group
`

func TestParse(t *testing.T) {
	f, err := Parse([]byte(full))
	if err != nil {
		t.Fatal(err)
	}
	if !f.Strict || f.Fail != "error" || f.Tests != "note" || len(f.Checks) != 2 || f.Levels["toctou"] != "off" ||
		len(f.Exclude) != 2 || f.Exclude[1].Checks[0] != "umask" || len(f.Secrets) != 2 {
		t.Errorf("got %+v", f)
	}
	for i, want := range []uint32{0o644, 0o600, 0o640} {
		if got, err := f.Calls[i].Fixed.Parse(); err != nil || got != want {
			t.Errorf("mode %d is %#o, %v, want %#o", i, got, err, want)
		}
	}
	if f.Calls[0].Path != "1" || f.Calls[0].Handle != "receiver" {
		t.Errorf("got %+v", f.Calls[0])
	}
	for _, empty := range []string{"", "# nothing\n", "---\n", "{}"} {
		if _, err := Parse([]byte(empty)); err != nil {
			t.Errorf("%q: %v", empty, err)
		}
	}
}

func TestMistakes(t *testing.T) {
	for text, want := range map[string]string{
		"levls: {}\n":                         `1: unknown key "levls" (did you mean levels?)`,
		"strict: true\nsecret: [x]\n":         `2: unknown key "secret" (did you mean secrets?)`,
		"zzz: 1\n":                            `1: unknown key "zzz"`,
		"exclude:\n  - path: x\n    why: y\n": `3: unknown key "why" in exclude`,
		"exclude:\n  - pth: x\n":              `2: unknown key "pth" in exclude (did you mean path?)`,
		"calls:\n  - fnc: x\n":                `2: unknown key "fnc" in calls (did you mean func?)`,
		"root: /etc\n":                        `1: unknown key "root"`,
		"settings: {strict: true}\n":          `1: unknown key "settings"`,
		"strict: maybe\n":                     "1: cannot unmarshal",
		"strict: true\nstrict: false\n":       `2: mapping key "strict" already defined at line 1`,
		"checks: filemode\n":                  "1: cannot unmarshal",
		"checks: {a: b}\n":                    "1: cannot unmarshal",
		"- strict\n":                          "1: cannot unmarshal",
		"strict: [\n":                         "",
		"strict: true\n---\nstrict: false\n":  " it has more than one document",
		"checks: &a [umask]\nsecrets: *a\n":   "1: anchors and aliases are not supported",
		"<<: {strict: true}\n":                `1: unknown key "<<"`,
		"fail: fatal\n":                       ` fail: no level "fatal"; choose error, warning, note or none`,
		"\x00":                                "",
		"levels: {umask: 1}\n" + strings.Repeat("#", 2<<20): " it is larger than",
	} {
		_, err := Parse([]byte(text))
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%.60q: got %v, want %s", text, err, want)
		}
		if err != nil && strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: the error has several lines: %v", text, err)
		}
	}
}

// The nearest file counts, up to the root of the repository, and not beyond.
func TestFind(t *testing.T) {
	outer := t.TempDir()
	repo := filepath.Join(outer, "repo")
	deep := filepath.Join(repo, "a", "b")
	for _, dir := range []string{deep, filepath.Join(repo, ".git")} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	write := func(dir string) string {
		name := filepath.Join(dir, Name)
		if err := os.WriteFile(name, []byte("strict: true\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	expect := func(want string) {
		t.Helper()
		if got, err := Find(deep); err != nil || got != want {
			t.Errorf("got %q, %v, want %q", got, err, want)
		}
	}
	write(outer) // as in /tmp, where anyone can
	expect("")
	expect2 := write(repo)
	expect(expect2)
	if err := os.Rename(filepath.Join(repo, ".git"), filepath.Join(repo, "go.mod")); err != nil {
		t.Fatal(err)
	}
	expect(expect2) // the module is the limit then
	expect(write(filepath.Join(repo, "a")))
	f, err := Read(filepath.Join(repo, "a", Name))
	if err != nil || f.Root != filepath.Join(repo, "a") {
		t.Errorf("the root is %q, %v", f.Root, err)
	}
	if _, err := Read(filepath.Join(repo, "nosuch")); err == nil || !strings.Contains(err.Error(), "nosuch") {
		t.Errorf("got %v", err)
	}
}

// Whatever the text, there is a configuration or one line that says why not.
func FuzzParse(f *testing.F) {
	f.Add(full)
	f.Add("strict: true\nsecret: [x]\n")
	f.Add("a: &a [*a]\n")
	f.Add("{{{")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := Parse([]byte(text))
		if err != nil {
			if strings.ContainsAny(err.Error(), "\n\r") || err.Error() == "" {
				t.Fatalf("%q: %q", text, err)
			}
			return
		}
		_, _ = c.Compile(nil) // must not panic
	})
}

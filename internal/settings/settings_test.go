package settings

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/meta"
)

func check(name string, kinds ...string) meta.Check {
	c := meta.Check{Analyzer: &analysis.Analyzer{Name: name}}
	for _, k := range kinds {
		level := meta.Warning
		if strings.HasPrefix(k, "note") {
			level = meta.Note
		}
		c.Kinds = append(c.Kinds, meta.Kind{ID: k, Level: level})
	}
	return c
}

var suite = []meta.Check{check("filemode", "world-writable", "group-writable", "note-strict"), check("umask", "permissive", "window")}

func compile(t *testing.T, s Settings) *Policy {
	t.Helper()
	p, err := s.Compile(suite)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// shown asks the policy for a kind at its usual level.
func shown(p *Policy, rule, file string, inTest bool) string {
	name, kind, _ := strings.Cut(rule, "/")
	level := meta.Warning
	if strings.HasPrefix(kind, "note") {
		level = meta.Note
	}
	got, ok := p.Level(name, kind, level, file, inTest)
	if !ok {
		return "hidden"
	}
	return got.String()
}

func TestLevel(t *testing.T) {
	for _, test := range []struct {
		name, rule string
		s          Settings
		inTest     bool
		want       string
	}{
		{name: "default", rule: "filemode/world-writable", want: "warning"},
		{name: "note", rule: "filemode/note-strict", want: "hidden"},
		{name: "strict", rule: "filemode/note-strict", s: Settings{Strict: true}, want: "note"},
		{name: "note by name", rule: "filemode/note-strict", s: Settings{Checks: []string{"filemode/note-strict"}}, want: "note"},
		{name: "note by pattern", rule: "filemode/note-strict", s: Settings{Checks: []string{"filemode/note*"}}, want: "hidden"},
		{name: "note by name, then not", rule: "filemode/note-strict", s: Settings{Strict: true, Checks: []string{"all", "filemode/note-strict", "-filemode/note-strict"}}, want: "hidden"},
		{name: "note by check", rule: "filemode/note-strict", s: Settings{Checks: []string{"filemode"}}, want: "hidden"},
		{name: "not selected", rule: "umask/window", s: Settings{Checks: []string{"filemode"}}, want: "hidden"},
		{name: "left out", rule: "umask/window", s: Settings{Checks: []string{"-umask/window"}}, want: "hidden"},
		{name: "beside what is left out", rule: "umask/permissive", s: Settings{Checks: []string{"-umask/window"}}, want: "warning"},
		{name: "undeclared", rule: "umask/internal", s: Settings{Checks: []string{"filemode"}}, want: "warning"},
		{name: "raised", rule: "filemode/note-strict", s: Settings{Levels: map[string]string{"filemode/note-strict": "error"}}, want: "error"},
		{name: "special before general", rule: "umask/window", s: Settings{Levels: map[string]string{"umask/window": "error", "all": "off", "umask": "warning"}}, want: "error"},
		{name: "off", rule: "umask/permissive", s: Settings{Levels: map[string]string{"umask": "off"}}, want: "hidden"},
		{name: "lowered", rule: "umask/window", s: Settings{Levels: map[string]string{"umask/w*": "note"}}, want: "hidden"},
		{name: "test", rule: "umask/window", inTest: true, want: "warning"},
		{name: "test as note", rule: "umask/window", inTest: true, s: Settings{Tests: "note"}, want: "hidden"},
		{name: "test as note, strict", rule: "umask/window", inTest: true, s: Settings{Tests: "note", Strict: true}, want: "note"},
		{name: "no test as note", rule: "umask/window", s: Settings{Tests: "note"}, want: "warning"},
		{name: "test skipped", rule: "umask/window", inTest: true, s: Settings{Tests: "skip", Strict: true}, want: "hidden"},
	} {
		if got := shown(compile(t, test.s), test.rule, "/r/a.go", test.inTest); got != test.want {
			t.Errorf("%s: %s is %s, want %s", test.name, test.rule, got, test.want)
		}
	}
}

func TestExclude(t *testing.T) {
	root := t.TempDir()
	p := compile(t, Settings{Root: root, Exclude: []Exclude{
		{Path: "third_party/", Reason: "not ours"},
		{Path: "**/testdata", Reason: "odd on purpose"},
		{Path: "gen/*.pb.go", Reason: "made by a machine"},
		{Path: "cmd/old", Checks: []string{"umask"}, Reason: "is going away"},
	}})
	for file, want := range map[string]string{
		"a.go":                       "warning",
		"third_party/x/a.go":         "hidden",
		"third_party2/a.go":          "warning",
		"x/third_party/a.go":         "warning",
		"testdata/a.go":              "hidden",
		"x/y/testdata/z/a.go":        "hidden",
		"gen/a.pb.go":                "hidden",
		"gen/sub/a.pb.go":            "warning",
		"gen/a.go":                   "warning",
		"cmd/old/a.go":               "hidden",
		"cmd/older/a.go":             "warning",
		"../elsewhere/testdata/a.go": "warning",
		"../third_party/a.go":        "warning",
	} {
		if got := shown(p, "umask/window", filepath.Join(root, filepath.FromSlash(file)), false); got != want {
			t.Errorf("%s is %s, want %s", file, got, want)
		}
	}
	if got := shown(p, "filemode/world-writable", filepath.Join(root, "cmd", "old", "a.go"), false); got != "warning" {
		t.Errorf("an exclude of one check hides another: %s", got)
	}
}

func TestMistakes(t *testing.T) {
	row := func(change func(*Call)) Settings {
		c := Call{Func: "example.com/p.Save", Does: "create", What: "file", Path: "1", Fixed: "0644", Why: "it does"}
		change(&c)
		return Settings{Calls: []Call{c}}
	}
	for want, s := range map[string]Settings{
		`checks: no check or check/kind matches "filemod" (did you mean filemode?); permvet -list names them`: {Checks: []string{"filemod"}},
		`checks: no check or check/kind matches "window" (did you mean umask/window?)`:                        {Checks: []string{"window"}},
		`checks: no check or check/kind matches "filemode/window" (did you mean umask/window?)`:               {Checks: []string{"filemode/window"}},
		`checks: "umask/[" is not a pattern: its brackets do not match`:                                       {Checks: []string{"umask/["}},
		`checks: -filemode,-umask leaves nothing to check`:                                                    {Checks: []string{"-filemode", "-umask"}},
		`levels: umask: no level "high"; choose error, warning, note or off`:                                  {Levels: map[string]string{"umask": "high"}},
		`levels: no check or check/kind matches "umaks" (did you mean umask?)`:                                {Levels: map[string]string{"umaks": "error"}},
		`tests: "skipp" is not report, note or skip (did you mean skip?)`:                                     {Tests: "skipp"},
		`exclude 1: path "x" needs a reason`:                                                                  {Exclude: []Exclude{{Path: "x", Reason: " "}}},
		`exclude 1: path is missing`:                                                                          {Exclude: []Exclude{{Reason: "r"}}},
		`exclude 1: path "../x" must be relative to the directory of the configuration and stay below it`:     {Exclude: []Exclude{{Path: "../x", Reason: "r"}}},
		`exclude 1: path "/etc" must be relative`:                                                             {Exclude: []Exclude{{Path: "/etc", Reason: "r"}}},
		`exclude 1: path "a/[" is not a pattern`:                                                              {Exclude: []Exclude{{Path: "a/[", Reason: "r"}}},
		`secrets: secret "a/b": want a name`:                                                                  {Secrets: []string{"a/b"}},
		`calls: row 1: func is missing`:                                                                       row(func(c *Call) { c.Func = "" }),
		`calls: Save: func must be a full name`:                                                               row(func(c *Call) { c.Func = "Save" }),
		`calls: (x: func must be a full name`:                                                                 row(func(c *Call) { c.Func = "(x" }),
		`calls: example.com/p.Save: why is missing`:                                                           row(func(c *Call) { c.Why = "" }),
		`calls: example.com/p.Save: does: "creat" is not one of `:                                             row(func(c *Call) { c.Does = "creat" }),
		`calls: example.com/p.Save: what: "fil" is not one of `:                                               row(func(c *Call) { c.What = "fil" }),
		`calls: example.com/p.Save: path: "0" is no argument: give its position, from 1, or receiver`:         row(func(c *Call) { c.Path = "0" }),
		`calls: example.com/p.Save: fixed: "644" is no mode: write 0644, 0o644 or "0644", in octal`:           row(func(c *Call) { c.Fixed = "644" }),
		`calls: example.com/p.Save: fixed: "0x1a4" is no mode`:                                                row(func(c *Call) { c.Fixed = "0x1a4" }),
		`calls: example.com/p.Save: fixed: "u=rw" is no mode`:                                                 row(func(c *Call) { c.Fixed = "u=rw" }),
		`calls: example.com/p.Save: does: create needs mode (an argument) or fixed`:                           row(func(c *Call) { c.Fixed = "" }),
		`calls: example.com/p.Save: mode and fixed contradict each other`:                                     row(func(c *Call) { c.Mode = "2" }),
		`calls: example.com/p.Save: does: chmod needs mode or fixed`:                                          row(func(c *Call) { c.Does, c.Fixed = "chmod", "" }),
		`calls: example.com/p.Save: carries belongs to does: source, not create`:                              row(func(c *Call) { c.Carries = "secret" }),
		`calls: example.com/p.Save: carries is missing; choose one of `:                                       row(func(c *Call) { c.Does = "source" }),
		`calls: example.com/p.Save: fixedFlags has O_CREATE if and only if does is create`:                    row(func(c *Call) { c.FixedFlags = "O_RDWR" }),
		`calls: example.com/p.Save: there are two rows for it`:                                                {Calls: append(row(func(*Call) {}).Calls, row(func(*Call) {}).Calls...)},
	} {
		if _, err := s.Compile(suite); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("got  %v\nwant %s", err, want)
		}
	}
}

func TestMode(t *testing.T) {
	for text, want := range map[Mode]uint32{"0644": 0o644, "0o644": 0o644, "00": 0, "0o0": 0, "04755": 0o4755, "0o1777": 0o1777} {
		if got, err := text.Parse(); err != nil || got != want {
			t.Errorf("%s is %#o, %v, want %#o", text, got, err, want)
		}
	}
	for _, text := range []Mode{"", "0", "644", "420", "0x1ff", "0b11", "0999", "0o", "07777777", "-0644", "0644 ", "0O644"} {
		if got, err := text.Parse(); err == nil {
			t.Errorf("%q is taken for %#o", text, got)
		}
	}
}

func TestRow(t *testing.T) {
	p := compile(t, Settings{Calls: []Call{{
		Func: "(*example.com/p.DB).Save", Does: "create", What: "file", Path: "1", Data: "2", Handle: "receiver", Fixed: "0o640", Exact: true, Why: "it does",
	}}})
	row := p.Rows.ByName("(*example.com/p.DB).Save")
	if row == nil || row.Does != api.Create || row.What != api.File || row.Path != 1 || row.Data != 2 || row.Handle != api.Recv ||
		row.Fixed != 0o640 || !row.HasFixed || !row.Exact || !strings.Contains(row.FixedFlags, "O_CREATE") {
		t.Errorf("got %+v", row)
	}
	if !p.Rows.Known("example.com/p") || p.Rows.Known("example.com/q") || !p.Rows.Known("os") {
		t.Error("the packages of the rows are not those of the table and the user's")
	}
	if p.Rows.ByName("os.Create") == nil {
		t.Error("the table is not behind the user's rows")
	}
}

// The plugin of golangci-lint decodes settings from JSON.
func TestJSON(t *testing.T) {
	const text = `{"strict": true, "checks": ["umask"], "calls": [
		{"func": "example.com/p.Save", "does": "create", "what": "file", "path": 1, "handle": "receiver", "fixed": "0644", "why": "w"}]}`
	var s Settings
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		t.Fatal(err)
	}
	if p := compile(t, s); !p.Strict() || p.Rows.Rows()[0].Path != 1 || p.Rows.Rows()[0].Handle != api.Recv {
		t.Errorf("got %+v", s)
	}
	if err := json.Unmarshal([]byte(strings.Replace(text, `"0644"`, `420`, 1)), &s); err == nil || !strings.Contains(err.Error(), `420 is no mode here: write it in quotes, as in "0644"`) {
		t.Errorf("a mode without quotes: %v", err)
	}
}

// Keys differ where the settings do; facts depend on less.
func TestKey(t *testing.T) {
	base := Settings{Strict: true}
	for name, s := range map[string]Settings{
		"levels": {Strict: true, Levels: map[string]string{"umask": "off"}},
		"root":   {Strict: true, Root: "/r"},
		"text":   {Strict: true, InMessage: true},
		"fold":   {Strict: true, FoldRelated: true},
		"none":   {},
	} {
		if s.Key() == base.Key() {
			t.Errorf("%s: the keys are the same", name)
		}
		if s.FactsKey() != base.FactsKey() {
			t.Errorf("%s: the keys of facts differ", name)
		}
	}
	if s := (Settings{Calls: []Call{{Func: "p.F"}}}); s.FactsKey() == base.FactsKey() {
		t.Error("facts depend on rows")
	}
}

package baseline

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/permvet/permvet/internal/driver/finding"
)

func some(prints ...string) []finding.Finding {
	var list []finding.Finding
	for i, p := range prints {
		f := finding.Finding{Check: "umask", Kind: "window", Package: "example.com/p", Decl: "F", Print: p}
		f.Start.Line = i + 1
		list = append(list, f)
	}
	return list
}

func TestRoundTrip(t *testing.T) {
	old := some("aa:1", "bb:1", "aa:2")
	text, err := Text(old)
	if err != nil {
		t.Fatal(err)
	}
	b, err := Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		now   []finding.Finding
		known int
		fresh []int // lines
	}{
		{old, 3, nil},
		{some("bb:1", "aa:1"), 2, nil},
		{some("cc:1", "aa:1"), 1, []int{1}},
		{some("aa:1", "aa:2", "aa:3"), 2, []int{3}}, // one more of a kind is new
		{nil, 0, nil},
	} {
		fresh, known := b.Filter(test.now)
		if known != test.known || len(fresh) != len(test.fresh) {
			t.Errorf("%d known, %d new, want %+v", known, len(fresh), test)
			continue
		}
		for i, f := range fresh {
			if f.Start.Line != test.fresh[i] {
				t.Errorf("new on line %d, want %d", f.Start.Line, test.fresh[i])
			}
		}
	}
	again, err := Text(some("aa:1", "aa:2", "bb:1"))
	if err != nil || string(again) != string(text) {
		t.Errorf("the order of findings shows:\n%s\n%s", text, again)
	}
}

func TestFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "b.json")
	if _, err := Read(name); err == nil || !strings.Contains(err.Error(), "make it with -baseline "+name+" -write-baseline") {
		t.Errorf("got %v", err)
	}
	if err := Write(name, some("aa:1")); err != nil {
		t.Fatal(err)
	}
	b, err := Read(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, known := b.Filter(some("aa:1")); known != 1 {
		t.Errorf("what was written is not known")
	}
	for _, text := range []string{"", "{}", "[]", `{"version":2,"tool":"permvet"}`, `{"version":1,"tool":"other"}`,
		`{"version":1,"tool":"permvet","findings":[{"key":""}]}`, `{"version":1,"tool":"permvet","findings":[{"key":"a","count":-1}]}`,
		`{"version":1,"tool":"permvet","extra":1}`} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Read(name); err == nil || !strings.HasPrefix(err.Error(), name+": ") || !strings.Contains(err.Error(), "-write-baseline") {
			t.Errorf("%s: got %v", text, err)
		}
	}
}

// Whatever the text, there is a baseline or a reason, and a baseline knows no more than it says.
func FuzzParse(f *testing.F) {
	text, err := Text(some("aa:1", "aa:2"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add([]byte(`{"version":1,"tool":"permvet","findings":[{"key":"a","count":9223372036854775807},{"key":"a","count":1}]}`))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, text []byte) {
		b, err := Parse(text)
		if err != nil {
			return
		}
		fresh, known := b.Filter(some("aa:1", "zz:1"))
		if len(fresh)+known != 2 {
			t.Fatalf("%d new and %d known of 2", len(fresh), known)
		}
	})
}

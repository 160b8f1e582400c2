package finding_test

import (
	"go/token"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/permvet/permvet/internal/driver/finding"
)

func at(file string, line, column int, kind, message string, os ...string) finding.Finding {
	pos := token.Position{Filename: file, Line: line, Column: column}
	return finding.Finding{
		Check: "check", Kind: kind, Message: message, OS: os,
		Span: finding.Span{Start: pos, End: pos},
	}
}

func TestMerge(t *testing.T) {
	got := finding.Merge([]finding.Finding{
		at("b.go", 1, 1, "k", "m", "linux"),
		at("a.go", 10, 1, "k", "m"),
		at("a.go", 9, 2, "k", "m"),
		at("a.go", 9, 1, "z", "m"),
		at("a.go", 9, 1, "k", "two"),
		at("a.go", 9, 1, "k", "one"),
		at("b.go", 1, 1, "k", "m", "darwin"),
		at("b.go", 1, 1, "k", "m", "linux"),
		at("a.go", 9, 1, "k", "one"),
	})
	want := []finding.Finding{
		at("a.go", 9, 1, "k", "one"),
		at("a.go", 9, 1, "k", "two"), // as different as the messages
		at("a.go", 9, 1, "z", "m"),
		at("a.go", 9, 2, "k", "m"),
		at("a.go", 10, 1, "k", "m"), // after line 9, as numbers go
		at("b.go", 1, 1, "k", "m", "linux", "darwin"),
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%v\nwant\n%v", got, want)
	}
}

func TestPath(t *testing.T) {
	root := t.TempDir()
	r := finding.Report{Dir: filepath.Join(root, "deep", "down")}
	for _, test := range []struct{ name, want string }{
		{filepath.Join(r.Dir, "a", "x.go"), filepath.Join("a", "x.go")},
		{filepath.Join(root, "deep", "x.go"), filepath.Join("..", "x.go")},
		{filepath.Join(r.Dir, "..x.go"), "..x.go"},
		{"relative.go", "relative.go"},
	} {
		if got := r.Path(test.name); got != test.want {
			t.Errorf("%s is shown as %s, want %s", test.name, got, test.want)
		}
	}
	far := filepath.Join(filepath.VolumeName(root)+string(filepath.Separator), "x.go")
	if got := r.Path(far); got != far {
		t.Errorf("%s is shown as %s, which is longer", far, got)
	}
}

package report

import (
	"slices"
	"strings"
	"testing"
)

func TestParseDirective(t *testing.T) {
	for _, test := range []struct {
		text    string
		names   string
		reason  string
		problem Problem
	}{
		{"//permvet:ignore filemode it is a test", "filemode", "it is a test", Fine},
		{"//permvet:ignore filemode,umask shared", "filemode umask", "shared", Fine},
		{"//permvet:ignore filemode, umask shared", "filemode umask", "shared", Fine},
		{"//permvet:ignore filemode/world-writable see issue 3", "filemode/world-writable", "see issue 3", Fine},
		{"//permvet:ignore\tumask\tbecause", "umask", "because", Fine},
		{"//permvet:ignore umask see https://example.org/x", "umask", "see https://example.org/x", Fine},
		{"//permvet:ignore umask why // another comment", "umask", "why", Fine},
		{"//permvet:ignore umask, ", "umask", "", MissingReason},
		{"//permvet:ignore umask", "umask", "", MissingReason},
		{"//permvet:ignore umask // want", "umask", "", MissingReason},
		{"//permvet:ignore", "", "", MissingCheck},
		{"//permvet:ignore ", "", "", MissingCheck},
		{"//permvet:ignore Umask why", "", "", MissingCheck},
		{"//permvet:ignore umask,, why", "", "", MissingCheck},
		{"//permvet:ignore ,umask why", "", "", MissingCheck},
		{"//permvet:ignore umask/ why", "", "", MissingCheck},
		{"//permvet:ignore umask/a/b why", "", "", MissingCheck},
		{"//permvet:ignore // want", "", "", MissingCheck},
		{"// permvet:ignore umask why", "", "", SpaceBefore},
		{"//\tpermvet:ignore umask why", "", "", SpaceBefore},
		{"// permvet:ignore", "", "", SpaceBefore},
	} {
		d, ok := parseDirective(test.text)
		if !ok {
			t.Errorf("%q is not taken for a directive", test.text)
			continue
		}
		if got := strings.Join(d.Names, " "); d.Problem != test.problem || d.Problem == Fine && (got != test.names || d.Reason != test.reason) {
			t.Errorf("%q: got %+v, want %+v", test.text, d, test)
		}
	}
}

func TestNotADirective(t *testing.T) {
	for _, text := range []string{
		"//permvet:ignored umask why",
		"//permvet:ignore-file umask why",
		"//permvet",
		"// the directive //permvet:ignore is for findings",
		"/*permvet:ignore umask why*/",
		"//nolint:permvet",
		"//",
		"//\n",
		"",
		"// See permvet:ignore",
	} {
		if d, ok := parseDirective(text); ok {
			t.Errorf("%q is taken for a directive: %+v", text, d)
		}
	}
}

func FuzzParseDirective(f *testing.F) {
	for _, seed := range []string{"//permvet:ignore a,b/c why", "//permvet:ignore", "// permvet:ignore x", "//permvet:ignore a, b // c"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, ok := parseDirective(text)
		if !ok {
			return
		}
		if !strings.HasPrefix(text, "//") {
			t.Fatalf("%q is no line comment", text)
		}
		if fine := d.Problem == Fine; fine != (len(d.Names) > 0 && d.Reason != "") {
			t.Fatalf("%q: %+v", text, d)
		}
		if d.Problem != Fine {
			return
		}
		// What was read can be written down and read again.
		again, ok := parseDirective(directivePrefix + " " + strings.Join(d.Names, ",") + " " + d.Reason)
		if !ok || !slices.Equal(again.Names, d.Names) || again.Reason != d.Reason {
			t.Fatalf("%q: %+v, then %+v", text, d, again)
		}
	})
}

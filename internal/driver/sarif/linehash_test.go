package sarif

import "testing"

// The hashes are those that the tests of GitHub's upload action expect.
func TestLineHashes(t *testing.T) {
	for text, want := range map[string]map[int]string{
		" a\nb\n  \t\tc\n d": {1: "271789c17abda88f:1", 2: "54703d4cd895b18:1"},
	} {
		got := lineHashes(text)
		for line, hash := range want {
			if got[line] != hash {
				t.Errorf("%q, line %d: got %s, want %s", text, line, got[line], hash)
			}
		}
		if len(got) != 4 {
			t.Errorf("%q: got %v", text, got)
		}
	}
	// Blanks and the form of line ends do not count.
	if a, b := lineHashes("a b\nc\n"), lineHashes("\ta  b\r\n c\r\n"); a[1] != b[1] || a[2] != b[2] {
		t.Errorf("%v and %v", a, b)
	}
}

package fix

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

func TestDiff(t *testing.T) {
	for _, test := range []struct{ name, old, new, want string }{
		{"change", "a\nb\nc\n", "a\nB\nc\n", "@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n"},
		{"from nothing", "", "a\n", "@@ -0,0 +1 @@\n+a\n"},
		{"to nothing", "a\n", "", "@@ -1 +0,0 @@\n-a\n"},
		{"no newline", "a", "b", "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n"},
		{"context", "1\n2\n3\n4\n5\n6\n", "1\n2\n3\n4\n5\nsix\n", "@@ -3,4 +3,4 @@\n 3\n 4\n 5\n-6\n+six\n"},
		{"two hunks", "a\n1\n2\n3\n4\n5\n6\n7\nb\n", "A\n1\n2\n3\n4\n5\n6\n7\nB\n",
			"@@ -1,4 +1,4 @@\n-a\n+A\n 1\n 2\n 3\n@@ -6,4 +6,4 @@\n 5\n 6\n 7\n-b\n+B\n"},
		{"one hunk", "a\n1\n2\n3\n4\n5\n6\nb\n", "A\n1\n2\n3\n4\n5\n6\nB\n",
			"@@ -1,8 +1,8 @@\n-a\n+A\n 1\n 2\n 3\n 4\n 5\n 6\n-b\n+B\n"},
	} {
		got := File{Old: []byte(test.old), New: []byte(test.new)}.Diff("dir/x.go")
		want := "--- a/dir/x.go\n+++ b/dir/x.go\n" + test.want
		if got != want {
			t.Errorf("%s: got\n%s\nwant\n%s", test.name, got, want)
		}
	}
}

// Whatever the texts, applying the difference to the old one gives the new one.
func TestDiffApplies(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	text := func() string {
		var b strings.Builder
		for range rnd.IntN(40) {
			fmt.Fprintln(&b, rnd.IntN(6))
		}
		return b.String()
	}
	for range 2000 {
		old, new := text(), text()
		diff := File{Old: []byte(old), New: []byte(new)}.Diff("x")
		if got := patch(t, old, diff); got != new {
			t.Fatalf("old:\n%s\ndiff:\n%s\ngives:\n%s\nwant:\n%s", old, diff, got, new)
		}
	}
}

// patch applies a unified difference to texts that end in a newline, and insists that all its numbers are right.
func patch(t *testing.T, old, diff string) string {
	t.Helper()
	rest := lines(old)
	var out strings.Builder
	taken, written := 0, 0
	body := lines(diff)[2:]
	for len(body) > 0 {
		var a, b, na, nb int
		if !parseHeader(body[0], &a, &na, &b, &nb) {
			t.Fatalf("bad header %q in\n%s", body[0], diff)
		}
		for ; taken < a; taken++ {
			out.WriteString(rest[taken])
			written++
		}
		if written != b {
			t.Fatalf("hunk %q starts at line %d of the new text\n%s", body[0], written, diff)
		}
		for body = body[1:]; len(body) > 0 && body[0][0] != '@'; body = body[1:] {
			op, line := body[0][0], body[0][1:]
			if op != '+' {
				if rest[taken] != line {
					t.Fatalf("line %d is %q, not %q\n%s", taken, rest[taken], line, diff)
				}
				taken, na = taken+1, na-1
			}
			if op != '-' {
				out.WriteString(line)
				written, nb = written+1, nb-1
			}
		}
		if na != 0 || nb != 0 {
			t.Fatalf("a hunk is off by %d and %d lines\n%s", na, nb, diff)
		}
	}
	for _, line := range rest[taken:] {
		out.WriteString(line)
	}
	return out.String()
}

// parseHeader reads a hunk header; a and b count the lines before the hunk.
func parseHeader(s string, a, na, b, nb *int) bool {
	half := func(s string, start, n *int) bool {
		if k, _ := fmt.Sscanf(s, "%d,%d", start, n); k == 1 {
			*n = 1
		} else if k != 2 {
			return false
		}
		if *n > 0 {
			*start--
		}
		return true
	}
	fields := strings.Fields(s)
	return len(fields) == 4 && half(fields[1][1:], a, na) && half(fields[2][1:], b, nb)
}

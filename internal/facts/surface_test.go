package facts

import (
	"bytes"
	"slices"
	"testing"
)

const base = `
import "io"

type T struct {
	a int
	B *inner
}
type inner struct{ x other }
type other int
func (inner) m(n int) {}
type unreached struct{}
type A = map[string]T
type G[K comparable, V any] struct{ k K; v V }
type I interface{ M(io.Reader); m() }
const C = 1
var V, v = 2, 3
func F[P ~int | ~string](p P, more ...T) (err error) { return nil }
func f() {}
`

func surfaceOf(t *testing.T, src string) (string, []string) {
	t.Helper()
	var buf bytes.Buffer
	var mentioned []string
	for _, p := range Surface(&buf, check(t, src)) {
		mentioned = append(mentioned, p.Path())
	}
	return buf.String(), mentioned
}

func TestSurface(t *testing.T) {
	before, mentioned := surfaceOf(t, base)
	if !slices.Equal(mentioned, []string{"io"}) {
		t.Errorf("it mentions %q", mentioned)
	}
	for _, test := range []struct {
		name, old, new string
		seen           bool
	}{
		{"nothing", "", "", false},
		{"a body", "{ return nil }", "{ f(); return nil }", false},
		{"a line", "const C = 1", "\n\nconst C = 1 // one", false},
		{"an unexported function", "func f() {}", "func f() { g() }; func g() {}", false},
		{"an unexported variable", "2, 3", "2, 4", false},
		{"the value of a variable", "2, 3", "5, 3", false},
		{"a type that nothing reaches", "type unreached struct{}", "type unreached struct{ x int }", false},

		{"a constant", "const C = 1", "const C = 2", true},
		{"the type of a variable", "2, 3", "2.5, 3", true},
		{"a result", "(err error)", "(e error)", true},
		{"a parameter", "more ...T", "more T", true},
		{"a constraint", "~int | ~string", "~int", true},
		{"an unexported field", "a int", "a uint", true},
		{"a tag", "a int", "a int `x`", true},
		{"a type reached through a field", "type other int", "type other uint", true},
		{"an unexported method of it", "m(n int)", "m(n uint)", true},
		{"a receiver", "func (inner) m", "func (*inner) m", true},
		{"an alias", "map[string]T", "map[int]T", true},
		{"a type parameter", "K comparable", "K any", true},
		{"a method of an interface", "; m() }", " }", true},
		{"a new function", "func f() {}", "func f() {}; func New() {}", true},
		{"a generic body", "v V }", "v K }", true},
	} {
		src := string(bytes.Replace([]byte(base), []byte(test.old), []byte(test.new), 1))
		if src == base && test.old != "" {
			t.Errorf("%s: nothing to change", test.name)
		}
		if after, _ := surfaceOf(t, src); (after != before) != test.seen {
			t.Errorf("%s: seen %v, want %v:\n%s", test.name, after != before, test.seen, after)
		}
	}
}

package value

import (
	"slices"
	"testing"
)

func TestPathEquality(t *testing.T) {
	dir, name := Opaque("#0.dir"), Opaque("#1")
	tests := []struct {
		what string
		a, b Text
		want Tri
	}{
		{"join and concatenation", JoinPath(dir, Lit("key")), Concat(dir, Lit("/key")), Yes},
		{"join cleans a slash", JoinPath(Lit("/etc/"), Lit("/x")), Lit("/etc/x"), Yes},
		{"same parts", JoinPath(dir, name), JoinPath(dir, name), Yes},
		{"other suffix", Concat(dir, Lit(".tmp")), Concat(dir, Lit(".key")), No},
		{"a longer suffix may be equal", Concat(dir, Lit("/a.key")), Concat(name, Lit("a.key")), Unknown},
		{"two symbols", dir, name, Unknown},
		{"two constants", Lit("/a"), Lit("/b"), No},
		{"nothing known", Text{}, Text{}, Unknown},
	}
	for _, tt := range tests {
		if got := Same(tt.a, tt.b); got != tt.want {
			t.Errorf("%s: Same(%v, %v) = %v, want %v", tt.what, tt.a, tt.b, got, tt.want)
		}
		if got := Same(tt.b, tt.a); got != tt.want {
			t.Errorf("%s: Same is not symmetric", tt.what)
		}
	}
}

func TestDir(t *testing.T) {
	dir, name := Opaque("#0"), Opaque("#1")
	for _, tt := range []struct {
		p, want Text
	}{
		{Lit("/a/b"), Lit("/a")},
		{Lit("/a/b/"), Lit("/a")},
		{Lit("/a"), Lit("/")},
		{Lit("a"), Lit(".")},
		{JoinPath(dir, Lit("x")), dir},
		{JoinPath(dir, Lit("x/y")), JoinPath(dir, Lit("x"))},
		{JoinPath(dir, name), dir},
		{dir, Opaque("#0^dir")},
		{Concat(dir, Lit(".tmp")), Opaque(`#0+".tmp"^dir`)},
	} {
		if got := tt.p.Dir(); got.Key() != tt.want.Key() {
			t.Errorf("Dir(%v) = %v, want %v", tt.p, got, tt.want)
		}
	}
}

func TestUnder(t *testing.T) {
	dir, name := Opaque("#0"), Opaque("#1")
	for _, tt := range []struct {
		p, dir Text
		want   bool
	}{
		{Lit("/a/b/c"), Lit("/a"), true},
		{Lit("/a/b/c"), Lit("/a/b"), true},
		{Lit("/ab"), Lit("/a"), false},
		{Lit("/a"), Lit("/a"), false},
		{JoinPath(dir, Lit("x"), name), dir, true},
		{JoinPath(dir, Lit("x")), name, false},
		{dir, Opaque("#0^dir"), true},
		{Of(Unique, "f:t1!0"), dir, false},
		{JoinPath(Of(Unique, "f:t1!0"), Lit("x")), Of(Unique, "f:t1!0"), true},
	} {
		if got := tt.p.Under(tt.dir); got != tt.want {
			t.Errorf("%v under %v: %v, want %v", tt.p, tt.dir, got, tt.want)
		}
	}
}

func TestBindPath(t *testing.T) {
	p := JoinPath(Opaque("#0"), Lit("key"))
	got := p.Bind(func(key string) (Text, bool) {
		if key == "#0" {
			return Lit("/etc/x"), true
		}
		return Text{}, false
	})
	if s, ok := got.Const(); !ok || s != "/etc/x/key" {
		t.Errorf("bound path is %v", got)
	}
}

func TestAlternatives(t *testing.T) {
	dir := Opaque("f:t1")
	dir.Alts = []Text{Lit("/tmp"), Opaque("#0")}
	p := JoinPath(dir, Lit("x"))
	if got := p.Key(); got != `f:t1+"/x"` {
		t.Errorf("Key = %s", got)
	}
	var got []string
	for q := range p.Each {
		got = append(got, q.Key())
	}
	if want := []string{`"/tmp/x"`, `#0+"/x"`}; !slices.Equal(got, want) {
		t.Errorf("alternatives %q, want %q", got, want)
	}
	if q := JoinPath(dir, dir); len(q.Alts) != 0 {
		t.Errorf("two variables: %v", q.Alts)
	}
	bound := JoinPath(Opaque("#0"), Lit("y")).Bind(func(string) (Text, bool) { return dir, true })
	if len(bound.Alts) != 2 || bound.Alts[0].Key() != `"/tmp/y"` {
		t.Errorf("bound: %v", bound.Alts)
	}
}

func TestBindSlash(t *testing.T) {
	bind := func(string) (Text, bool) { return Lit("/tmp/"), true }
	if got := JoinPath(Opaque("#0"), Lit("x")).Bind(bind).String(); got != `"/tmp/x"` {
		t.Errorf("joined: %s", got)
	}
	if got := Concat(Opaque("#0"), Lit("x")).Bind(bind).String(); got != `"/tmp/x"` {
		t.Errorf("appended: %s", got)
	}
}

func TestMelt(t *testing.T) {
	long := func(last ...Text) Text {
		parts := []Text{Lit("/tmp/")}
		for i := range maxParts {
			parts = append(parts, Opaque(string(rune('a'+i))))
		}
		return Concat(append(parts, last...)...)
	}
	pid, random := Of(Guess, "os.Getpid"), Of(Unique, "t1")
	for _, tt := range []struct {
		path Text
		want PartKind
	}{
		{long(), Sym}, {long(pid), Guess}, {long(pid, Lit("-"), random), Unique}, {long(random, pid), Unique},
	} {
		if n := len(tt.path.Parts); n != maxParts+1 || tt.path.Parts[n-1].Kind != tt.want {
			t.Errorf("%s: %d parts, the last of kind %d, want %d", tt.path, n, tt.path.Parts[n-1].Kind, tt.want)
		}
	}
}

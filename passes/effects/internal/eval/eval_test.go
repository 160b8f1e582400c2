package eval_test

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"strings"
	"testing"

	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/ssa/ssautil"

	"github.com/permvet/permvet/internal/value"
	"github.com/permvet/permvet/passes/effects/internal/eval"
	"github.com/permvet/permvet/passes/effects/internal/flow"
)

// nothing knows no callee.
type nothing struct{}

func (nothing) Result(*ssa.Call, int) eval.Outcome          { return nil }
func (nothing) Variable(string) (v eval.Values, known bool) { return v, false }

// build makes SSA form of a file and an evaluator of it.
func build(t *testing.T, src string) (*ssa.Package, *eval.Evaluator) {
	t.Helper()
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "p.go", src, 0)
	if err != nil {
		t.Fatal(err)
	}
	conf := &types.Config{Importer: importer.ForCompiler(fset, "source", nil)}
	pkg, _, err := ssautil.BuildPackage(conf, fset, types.NewPackage("p", "p"), []*ast.File{f}, 0)
	if err != nil {
		t.Fatal(err)
	}
	var all []*ssa.Function
	for _, m := range pkg.Members {
		if fn, ok := m.(*ssa.Function); ok {
			all = append(all, fn)
			all = append(all, fn.AnonFuncs...)
		}
	}
	ev := eval.NewEvaluator(fset, pkg, all, new(flow.Graphs))
	ev.Callees = nothing{}
	ev.Complete()
	return pkg, ev
}

// describe evaluates v as the first word of what is wanted says.
func describe(ev *eval.Evaluator, want string, v ssa.Value) string {
	if mi, ok := v.(*ssa.MakeInterface); ok {
		v = mi.X
	}
	kind, _, _ := strings.Cut(want, " ")
	switch kind {
	case "word":
		w := ev.Word(v)
		if _, known := w.Known(^uint64(0)); !known && w.Src == "" {
			return fmt.Sprintf("word %s lacks %#o", w, w.Zeros&0o777)
		}
		return "word " + w.String()
	case "text":
		p := ev.Path(v)
		if len(p.Alts) > 0 {
			return fmt.Sprintf("text %s of %v", p, p.Alts)
		}
		return "text " + p.String()
	case "key":
		return "key " + ev.Key(v)
	case "data":
		d := ev.Data(v)
		return fmt.Sprintf("data %#x %v", uint64(d.Taint), d.Srcs)
	}
	return "unknown kind " + kind
}

const probes = `package p

import (
	"os"
	"path/filepath"
)

func probe(want string, x any) {}

type conf struct { dir, name string; mode os.FileMode }

func (c *conf) path() string { return c.dir }

func words(m os.FileMode, u uint32, ok bool) {
	probe("word 0600", os.FileMode(0600))
	probe("word #0&037777777700", m&^0077)
	probe("word #1&037777777775|02", u|2)
	x := os.FileMode(0600)
	if ok { x = 0640 }
	probe("word ?|0600 lacks 0137", x)
	// What a loop keeps clear is clear, whichever value of the loop is asked.
	y := os.FileMode(0600)
	for range u { y &^= 0077 }
	probe("word ? lacks 077", y)
	z := os.FileMode(0600)
	for range u { z |= 0040 }
	probe("word ? lacks 0", z)
	c := conf{mode: 0750}
	probe("word 0750", c.mode)
}

func texts(p string, c *conf, ok bool, n int) {
	probe("text \"/etc/passwd\"", "/etc/" + "passwd")
	probe("text #0+\"/x\"", filepath.Join(p, "x"))
	probe("text #1.name+\"/x\"", c.name+"/x")
	probe("text \"/srv/x\"", c.dir+"/x") // all objects have it
	q := "/a"
	if ok { q = "/b" }
	probe("text texts:t? of [\"/a/c\" \"/b/c\"]", q+"/c")
	d := conf{dir: "/srv"}
	probe("text \"/srv/y\"", filepath.Join(d.dir, "y"))
	long := p
	long = long+"a"+p+"b"+p+"c"; long = long+"a"+p+"b"+p+"c"; long = long+"a"+p+"b"+p+"c"; long = long+"a"+p+"b"+p+"c"
	long = long+"a"+p+"b"+p+"c"; long = long+"a"+p+"b"+p+"c"; long = long+"a"+p+"b"+p+"c"; long = long+"a"+p+"b"+p+"c"
	_ = long
}

func keys(c *conf, f *os.File) {
	probe("key #0", c)
	probe("key #0.dir", c.dir)
	probe("key #1", f.Fd())
	probe("key (*p.conf).path(#0)", c.path())
	func() { probe("key #0.dir", c.dir) }()
}

func datas(p string) {
	probe("data 0x0 [#0]", p+"x")
	e := os.Environ()
	e = append(e, "A="+p)
	probe("data ENVIRON [#0]", e)
	for range p { e = append(e, p) }
	probe("data ENVIRON [#0]", e)
}
`

func TestProbes(t *testing.T) {
	pkg, ev := build(t, probes)
	asked := 0
	for _, name := range []string{"words", "texts", "keys", "datas"} {
		fn := pkg.Func(name)
		for _, f := range append([]*ssa.Function{fn}, fn.AnonFuncs...) {
			for _, b := range f.Blocks {
				for _, in := range b.Instrs {
					c, ok := in.(*ssa.Call)
					if !ok || c.Call.StaticCallee() != pkg.Func("probe") {
						continue
					}
					asked++
					want := constant.StringVal(c.Call.Args[0].(*ssa.Const).Value)
					if got := describe(ev, want, c.Call.Args[1]); !matches(got, want) {
						t.Errorf("%s: got %q, want %q", name, got, want)
					}
				}
			}
		}
	}
	if asked < 17 {
		t.Errorf("only %d probes", asked)
	}
}

// matches compares, with ? in a wanted register's name for any number.
func matches(got, want string) bool {
	want = strings.ReplaceAll(want, "ENVIRON", fmt.Sprintf("%#x", 1))
	before, after, register := strings.Cut(want, ":t?")
	if !register {
		return got == want
	}
	rest, ok := strings.CutPrefix(got, before+":t")
	return ok && strings.HasSuffix(strings.TrimLeft(rest, "0123456789"), after)
}

// Asked for in whatever order, the values of a loop are the same.
func TestLoopOrder(t *testing.T) {
	src := `package p
func f(n int) (m, k uint32) {
	m = 0600
	for range n { m &^= 077; for range n { k |= m } }
	return m, k
}`
	want := map[string]value.Word{}
	for round := range 2 {
		pkg, ev := build(t, src)
		var values []ssa.Value
		for _, b := range pkg.Func("f").Blocks {
			for _, in := range b.Instrs {
				if v, ok := in.(ssa.Value); ok {
					values = append(values, v)
				}
			}
		}
		for i := range values {
			v := values[i]
			if round == 1 {
				v = values[len(values)-1-i]
			}
			got := ev.Word(v)
			if first, known := want[v.Name()]; known && first != got {
				t.Errorf("%s = %s: first %s, then %s", v.Name(), v, first, got)
			}
			want[v.Name()] = got
		}
	}
}

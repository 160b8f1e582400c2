package facts

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"reflect"
	"testing"

	"golang.org/x/tools/go/analysis"
)

type note struct {
	Text string
	List []int
}

func (*note) AFact() {}

// mark is a fact without content.
type mark struct{}

func (*mark) AFact() {}

var kinds = TypesOf([]*analysis.Analyzer{{Name: "a", FactTypes: []analysis.Fact{new(note), new(mark)}}})

func check(t *testing.T, src string) *types.Package {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "p.go", "package p\n"+src, 0)
	if err != nil {
		t.Fatal(err)
	}
	conf := types.Config{Importer: onlyIO{}}
	pkg, err := conf.Check("example.com/p", fset, []*ast.File{file}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return pkg
}

// onlyIO knows a package io with an empty Reader, and no other.
type onlyIO struct{}

func (onlyIO) Import(path string) (*types.Package, error) {
	if path != "io" {
		return nil, fmt.Errorf("there is no %s", path)
	}
	pkg := types.NewPackage("io", "io")
	reader := types.NewTypeName(token.NoPos, pkg, "Reader", nil)
	types.NewNamed(reader, types.NewInterfaceType(nil, nil), nil)
	pkg.Scope().Insert(reader)
	pkg.MarkComplete()
	return pkg, nil
}

const declarations = `
type T struct{ Field int }
func (*T) Method() {}
type hidden struct{}
func (hidden) Exported() {}
var Hidden hidden
var V int
func F() {}
func unexported() {}
type G[K any] struct{}
func (G[K]) M() {}
`

func object(t *testing.T, pkg *types.Package, names ...string) types.Object {
	t.Helper()
	obj := pkg.Scope().Lookup(names[0])
	if len(names) > 1 {
		obj, _, _ = types.LookupFieldOrMethod(obj.Type(), true, pkg, names[1])
	}
	if obj == nil {
		t.Fatalf("there is no %q", names)
	}
	return obj
}

// Facts written about the objects of one package are read about those of another that came of the same source.
func TestRoundTrip(t *testing.T) {
	from, to := check(t, declarations), check(t, declarations)
	names := [][]string{{"F"}, {"V"}, {"T"}, {"T", "Method"}, {"T", "Field"}, {"hidden", "Exported"}, {"G", "M"}}
	s := Set{}
	for i, n := range names {
		s.Add(object(t, from, n...), &note{Text: n[0], List: []int{i}})
	}
	s.Add(object(t, from, "F"), &mark{})
	s.Add(object(t, from, "unexported"), &mark{}) // nobody can ask for it
	s.Add(nil, &note{Text: "package"})

	data, err := kinds.Encode(s)
	if err != nil {
		t.Fatal(err)
	}
	for range 10 {
		if again, err := kinds.Encode(s); err != nil || !bytes.Equal(again, data) {
			t.Fatalf("the same facts are other bytes: %v", err)
		}
	}
	got, err := kinds.Decode(to, data)
	if err != nil {
		t.Fatal(err)
	}
	for i, n := range names {
		var f note
		if !got.Get(object(t, to, n...), &f) || !reflect.DeepEqual(f, note{n[0], []int{i}}) {
			t.Errorf("%q: got %+v", n, f)
		}
	}
	var f note
	if !got.Get(nil, &f) || f.Text != "package" {
		t.Errorf("the package: got %+v", f)
	}
	if !got.Get(object(t, to, "F"), new(mark)) || got.Get(object(t, to, "V"), new(mark)) || got.Get(object(t, to, "unexported"), new(mark)) {
		t.Errorf("marks: got %v", got)
	}
}

func TestNoFacts(t *testing.T) {
	pkg := check(t, declarations)
	data, err := kinds.Encode(Set{})
	if err != nil || data != nil {
		t.Errorf("got %q, %v", data, err)
	}
	if s, err := kinds.Decode(pkg, nil); err != nil || len(s) > 0 {
		t.Errorf("got %v, %v", s, err)
	}
}

// Objects that are gone take their facts with them; bytes that are no facts are an error.
func TestOtherPackage(t *testing.T) {
	from := check(t, declarations)
	s := Set{}
	s.Add(object(t, from, "F"), &mark{})
	s.Add(object(t, from, "V"), &mark{})
	data, err := kinds.Encode(s)
	if err != nil {
		t.Fatal(err)
	}
	to := check(t, "var V int")
	got, err := kinds.Decode(to, data)
	if err != nil || len(got) != 1 || !got.Get(object(t, to, "V"), new(mark)) {
		t.Errorf("got %v, %v", got, err)
	}
	if _, err := kinds.Decode(to, data[:len(data)-3]); err == nil {
		t.Error("half a fact is no error")
	}
	if _, err := TypesOf(nil).Decode(to, data); err == nil {
		t.Error("a fact of a type that is not known is no error")
	}
}

package load

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"
)

func TestBlankBodies(t *testing.T) {
	for _, test := range []struct{ name, src, want string }{
		{"plain", "package p\nfunc F() { return }\n", "package p\nfunc F() {        }\n"},
		{"lines stay", "package p\nfunc F() {\n\tx()\n}\n", "package p\nfunc F() {\n    \n}\n"},
		{"no body", "package p\nfunc F()\nvar x = struct{}{}\n", "package p\nfunc F()\nvar x = struct{}{}\n"},
		{"types in the signature", "package p\nfunc F(a struct{ x int }) interface{ M() } { g() }\n", "package p\nfunc F(a struct{ x int }) interface{ M() } {     }\n"},
		{"type parameters", "package p\nfunc F[T interface{ ~int }](a T) { g() }\n", "package p\nfunc F[T interface{ ~int }](a T) {     }\n"},
		{"braces in text", "package p\nfunc F() { g(\"}\", '}', `}`) /* } */ // }\n}\nvar X = 1\n", "package p\nfunc F() {                              \n}\nvar X = 1\n"},
		{"function type", "package p\ntype T func(int) struct{ a int }\nvar V = 1\n", "package p\ntype T func(int) struct{ a int }\nvar V = 1\n"},
		{"not Go", "func F() { ) }\n", "func F() { ) }\n"},
		{"unfinished", "package p\nfunc F() { \"\n}\n", "package p\nfunc F() { \"\n}\n"},
		{"unfinished comment", "package p\nfunc F() {} /*", "package p\nfunc F() {} /*"},
	} {
		if got := string(blankBodies([]byte(test.src))); got != test.want {
			t.Errorf("%s:\n got %q\nwant %q", test.name, got, test.want)
		}
	}
}

// All declarations of the standard library are the same, at the same places, with and without bodies.
func TestBlankBodiesOfTheStandardLibrary(t *testing.T) {
	blanked := 0
	err := filepath.WalkDir(filepath.Join(runtime.GOROOT(), "src", "net"), func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasSuffix(name, ".go") {
			return err
		}
		src, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		blank := blankBodies(src)
		if len(blank) != len(src) {
			t.Errorf("%s: %d bytes became %d", name, len(src), len(blank))
		}
		if !bytes.Equal(src, blank) {
			blanked++
		}
		if want, got := signatures(t, name, src), signatures(t, name, blank); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: the declarations differ", name)
		}
		return nil
	})
	if err != nil || blanked < 100 {
		t.Errorf("only %d files lost bodies: %v", blanked, err)
	}
}

// signatures lists where each declaration, and of a function its name and type, begin and end.
func signatures(t *testing.T, name string, src []byte) (list [][4]token.Pos) {
	file, err := parser.ParseFile(token.NewFileSet(), name, src, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range file.Decls {
		at := [4]token.Pos{d.Pos(), d.End()}
		if fn, ok := d.(*ast.FuncDecl); ok {
			at[2], at[3] = fn.Name.Pos(), fn.Type.End()
		}
		list = append(list, at)
	}
	return list
}

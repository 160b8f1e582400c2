package fix

import (
	"go/ast"
	"go/format"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/tools/go/analysis"
)

// std imports the standard library, each package once.
var std = sync.OnceValue(func() types.Importer { return importer.ForCompiler(token.NewFileSet(), "source", nil) })

// typeCheck returns a pass over one file.
func typeCheck(t *testing.T, src string) *analysis.Pass {
	t.Helper()
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "p.go", src, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	pass := &analysis.Pass{Fset: fset, Files: []*ast.File{f}, TypesInfo: &types.Info{
		Defs: make(map[*ast.Ident]types.Object), Uses: make(map[*ast.Ident]types.Object),
		Implicits: make(map[ast.Node]types.Object), Scopes: make(map[ast.Node]*types.Scope),
	}}
	conf := types.Config{Importer: std()}
	if pass.Pkg, err = conf.Check("example.org/p", fset, pass.Files, pass.TypesInfo); err != nil {
		t.Fatal(err)
	}
	return pass
}

// apply applies edits and formats, as a driver does.
func apply(t *testing.T, pass *analysis.Pass, src string, edits []analysis.TextEdit) string {
	t.Helper()
	tf := pass.Fset.File(pass.Files[0].FileStart)
	edits = slices.Clone(edits)
	slices.SortStableFunc(edits, func(a, b analysis.TextEdit) int { return int(b.Pos - a.Pos) })
	for _, e := range edits {
		src = src[:tf.Offset(e.Pos)] + string(e.NewText) + src[tf.Offset(e.End):]
	}
	out, err := format.Source([]byte(src))
	if err != nil {
		t.Fatalf("%v in\n%s", err, src)
	}
	return string(out)
}

// findCall returns the first call of a function with that last name.
func findCall(t *testing.T, file *ast.File, name string) *ast.CallExpr {
	t.Helper()
	var found *ast.CallExpr
	ast.Inspect(file, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && found == nil {
			switch f := call.Fun.(type) {
			case *ast.Ident:
				if f.Name == name {
					found = call
				}
			case *ast.SelectorExpr:
				if f.Sel.Name == name {
					found = call
				}
			}
		}
		return true
	})
	if found == nil {
		t.Fatalf("no call of %s", name)
	}
	return found
}

func TestAddImport(t *testing.T) {
	const use = "\n\nfunc mark() {}\n\nfunc f() { mark() }\n"
	for name, test := range map[string]struct{ src, prefix, want string }{
		"no imports": {
			"// Package p has a comment.\npackage p // import \"example.org/p\"\n\n// mark has one too.\nfunc mark() {}\n\nfunc f() { mark() }\n",
			"io.",
			"// Package p has a comment.\npackage p // import \"example.org/p\"\n\nimport \"io\"\n\n// mark has one too.\nfunc mark() {}\n\nfunc f() { mark() }\n",
		},
		"single": {
			"package p\n\nimport \"os\" // needed\n\nvar _ = os.Args" + use, "io.",
			"package p\n\nimport \"os\" // needed\nimport \"io\"\n\nvar _ = os.Args" + use,
		},
		"sorted into the group": {
			"package p\n\nimport (\n\t\"fmt\"\n\t\"os\" // why\n)\n\nvar _, _ = os.Args, fmt.Sprint" + use, "io.",
			"package p\n\nimport (\n\t\"fmt\"\n\t\"io\"\n\t\"os\" // why\n)\n\nvar _, _ = os.Args, fmt.Sprint" + use,
		},
		"at the end of the group": {
			"package p\n\nimport (\n\t\"bufio\"\n\t\"fmt\" // why\n)\n\nvar _, _ = bufio.NewReader, fmt.Sprint" + use, "io.",
			"package p\n\nimport (\n\t\"bufio\"\n\t\"fmt\" // why\n\t\"io\"\n)\n\nvar _, _ = bufio.NewReader, fmt.Sprint" + use,
		},
		"imported": {
			"package p\n\nimport \"io\"\n\nvar _ = io.EOF" + use, "io.", "",
		},
		"renamed": {
			"package p\n\nimport stream \"io\"\n\nvar _ = stream.EOF" + use, "stream.", "",
		},
		"dot": {
			"package p\n\nimport . \"io\"\n\nvar _ = EOF" + use, "", "",
		},
		"dot, but the name is taken here": {
			"package p\n\nimport . \"io\"\n\nvar _ = EOF\n\nfunc mark() {}\n\nfunc f(ReadAll int) { mark() }\n", "io.",
			"package p\n\nimport . \"io\"\nimport \"io\"\n\nvar _ = EOF\n\nfunc mark() {}\n\nfunc f(ReadAll int) { mark() }\n",
		},
		"blank": {
			"package p\n\nimport _ \"io\"" + use, "io.",
			"package p\n\nimport _ \"io\"\nimport \"io\"" + use,
		},
		"shadowed": {
			"package p\n\nimport \"io\"\n\nvar _ = io.EOF\n\nfunc mark() {}\n\nfunc f(io int) { mark() }\n", "io2.",
			"package p\n\nimport \"io\"\nimport io2 \"io\"\n\nvar _ = io.EOF\n\nfunc mark() {}\n\nfunc f(io int) { mark() }\n",
		},
		"shadowed later only": {
			"package p\n\nimport \"io\"\n\nvar _ = io.EOF\n\nfunc mark() {}\n\nfunc f() { mark(); io := 1; _ = io }\n", "io.", "",
		},
		"taken by the package": {
			"package p\n\nfunc io() {}" + use, "io2.",
			"package p\n\nimport io2 \"io\"\n\nfunc io() {}" + use,
		},
		"taken by another import": {
			"package p\n\nimport io \"os\"\n\nvar _ = io.Args" + use, "io2.",
			"package p\n\nimport io \"os\"\nimport io2 \"io\"\n\nvar _ = io.Args" + use,
		},
	} {
		pass := typeCheck(t, test.src)
		file := pass.Files[0]
		prefix, edits := AddImport(pass, file, findCall(t, file, "mark").Pos(), "io", "io", "ReadAll")
		if prefix != test.prefix {
			t.Errorf("%s: got prefix %q, want %q", name, prefix, test.prefix)
		}
		got := ""
		if len(edits) > 0 {
			got = apply(t, pass, test.src, edits)
			typeCheckWith(t, name, test.src, pass, edits, prefix)
		}
		if want, _ := format.Source([]byte(test.want)); got != string(want) {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, want)
		}
	}
}

// typeCheckWith proves that the prefix means the package at the place of the
// call of mark.
func typeCheckWith(t *testing.T, name, src string, pass *analysis.Pass, edits []analysis.TextEdit, prefix string) {
	t.Helper()
	call := findCall(t, pass.Files[0], "mark")
	edits = append(slices.Clone(edits), Insert(call.Pos(), "_ = "+prefix+"ReadAll; ")...)
	fixed := apply(t, pass, src, edits)
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "p.go", fixed, 0)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	conf := types.Config{Importer: std()}
	if _, err := conf.Check("example.org/p", fset, []*ast.File{f}, nil); err != nil {
		t.Errorf("%s: %v in\n%s", name, err, fixed)
	}
}

func TestImportPlaceAmongOthers(t *testing.T) {
	for name, test := range map[string]struct{ src, path, want string }{
		"std before third-party": {
			"package p\n\nimport (\n\t\"golang.org/x/sys/unix\"\n)\n", "os",
			"package p\n\nimport (\n\t\"os\"\n\n\t\"golang.org/x/sys/unix\"\n)\n",
		},
		"third-party after std": {
			"package p\n\nimport (\n\t\"os\"\n)\n", "golang.org/x/sys/unix",
			"package p\n\nimport (\n\t\"os\"\n\n\t\"golang.org/x/sys/unix\"\n)\n",
		},
		"third-party in its block": {
			"package p\n\nimport (\n\t\"os\"\n\n\t\"github.com/a/b\"\n\t\"gopkg.in/yaml\"\n)\n", "golang.org/x/sys/unix",
			"package p\n\nimport (\n\t\"os\"\n\n\t\"github.com/a/b\"\n\t\"golang.org/x/sys/unix\"\n\t\"gopkg.in/yaml\"\n)\n",
		},
		"std at the end of its block": {
			"package p\n\nimport (\n\t\"fmt\"\n\n\t\"github.com/a/b\"\n)\n", "os",
			"package p\n\nimport (\n\t\"fmt\"\n\t\"os\"\n\n\t\"github.com/a/b\"\n)\n",
		},
		"before a commented import": {
			"package p\n\nimport (\n\t// why\n\t\"sort\"\n)\n", "os",
			"package p\n\nimport (\n\t\"os\"\n\t// why\n\t\"sort\"\n)\n",
		},
		"cgo": {
			"package p\n\n// #include <x.h>\nimport \"C\"\n\nimport (\n\t\"fmt\"\n)\n", "os",
			"package p\n\n// #include <x.h>\nimport \"C\"\n\nimport (\n\t\"fmt\"\n\t\"os\"\n)\n",
		},
		"one-line group": {
			"package p\n\nimport (\"fmt\")\n", "os",
			"package p\n\nimport (\n\t\"fmt\"\n\t\"os\"\n)\n",
		},
	} {
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, "p.go", test.src, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		pass := &analysis.Pass{Fset: fset, Files: []*ast.File{f}}
		pos, text := importPlace(f, test.path, `"`+test.path+`"`)
		if got := apply(t, pass, test.src, Insert(pos, text)); got != test.want {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, test.want)
		}
	}
}

func TestOrFlag(t *testing.T) {
	for word, want := range map[string]string{
		"0":                                "X",
		"0x0":                              "X",
		"0o0":                              "X",
		"10":                               "10 | X",
		"os.O_RDONLY":                      "os.O_RDONLY | X",
		"os.O_RDWR|os.O_CREATE":            "os.O_RDWR | os.O_CREATE | X",
		"a & b":                            "a&b | X",
		"a &^ b":                           "a&^b | X",
		"a + b":                            "a + b | X",
		"(a | b)":                          "(a | b | X)",
		"(0)":                              "(X)",
		"int(flags)":                       "int(flags | X)",
		"uint64(0)":                        "uint64(X)",
		"flags()":                          "flags() | X",
		"o.flags":                          "o.flags | X",
		"^a":                               "^a | X",
		"*p":                               "*p | X",
		"a | // first\n\t\tb":              "a | // first\n\tb | X",
		"unix.O_RDONLY|unix.O_NOFOLLOW<<1": "unix.O_RDONLY | unix.O_NOFOLLOW<<1 | X",
	} {
		src := "package p\n\nvar flags = " + word + "\n"
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, "p.go", src, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		expr := f.Decls[0].(*ast.GenDecl).Specs[0].(*ast.ValueSpec).Values[0]
		pass := &analysis.Pass{Fset: fset, Files: []*ast.File{f}}
		if got := apply(t, pass, src, OrFlag(expr, "X")); got != "package p\n\nvar flags = "+want+"\n" {
			t.Errorf("%s: got %s", word, got)
		}
	}
}

func TestArgs(t *testing.T) {
	for _, test := range []struct {
		call, insert0, insert2, replace1 string
	}{
		{"f()", "f(X)", "", ""},
		{"f(a, b)", "f(X, a, b)", "f(a, b, X)", "f(a, X)"},
		{"f(\n\ta,\n\tb,\n)", "f(\n\tX, a,\n\tb,\n)", "f(\n\ta,\n\tb, X,\n)", "f(\n\ta,\n\tX,\n)"},
		{"f(a, b, c)", "f(X, a, b, c)", "f(a, b, X, c)", "f(a, X, c)"},
		{"f(g())", "", "", ""},     // may be several arguments
		{"f(a, b...)", "", "", ""}, // is
		{"f(uint(a))", "f(X, uint(a))", "", ""},
		{"f(g(), b)", "f(X, g(), b)", "f(g(), b, X)", "f(g(), X)"},
	} {
		src := "package p\n\nvar _ = " + test.call + "\n"
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, "p.go", src, 0)
		if err != nil {
			t.Fatal(err)
		}
		pass := &analysis.Pass{Fset: fset, Files: []*ast.File{f}}
		call := f.Decls[0].(*ast.GenDecl).Specs[0].(*ast.ValueSpec).Values[0].(*ast.CallExpr)
		check := func(what, want string, edits []analysis.TextEdit, ok bool) {
			got := ""
			if ok {
				got = strings.TrimSuffix(strings.TrimPrefix(apply(t, pass, src, edits), "package p\n\nvar _ = "), "\n")
			}
			if got != want {
				t.Errorf("%s: %s gives %q, want %q", test.call, what, got, want)
			}
		}
		edits, ok := InsertArg(call, 0, "X")
		check("insert 0", test.insert0, edits, ok)
		edits, ok = InsertArg(call, 2, "X")
		check("insert 2", test.insert2, edits, ok)
		edits, ok = ReplaceArg(call, 1, "X")
		check("replace 1", test.replace1, edits, ok)
	}
}

func TestRename(t *testing.T) {
	const src = "package p\n\nfunc f() { unix.Accept(fd); Accept(fd) }\n"
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "p.go", src, 0)
	if err != nil {
		t.Fatal(err)
	}
	pass := &analysis.Pass{Fset: fset, Files: []*ast.File{f}}
	edits, ok := Rename(findCall(t, f, "Accept").Fun, "Accept4")
	if got := apply(t, pass, src, edits); !ok || !strings.Contains(got, "unix.Accept4(fd); Accept(fd)") {
		t.Errorf("got %s", got)
	}
	if _, ok := Rename(ast.NewIdent("Accept"), "Accept4"); ok {
		t.Error("a name without qualifier is renamed: it may mean something else here")
	}
}

// sourceDirs are the directories of syscall and x/sys/unix.
func sourceDirs(t *testing.T) []string {
	t.Helper()
	out, err := exec.Command("go", "list", "-f", "{{.Dir}}", "syscall", "golang.org/x/sys/unix").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	return strings.Fields(string(out))
}

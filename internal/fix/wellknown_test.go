package fix

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
)

// signature is the arity of a function.
type signature struct {
	params   int
	variadic bool
}

// Every helper that a fix can write exists in the companion library.
func TestHelpersExist(t *testing.T) {
	const dir = "../../safecreate"
	if _, err := os.Stat(dir); err != nil {
		t.Skip("there is no safecreate directory beside this module's packages")
	}
	for _, h := range wellKnown(t) {
		got, ok := functions(t, filepath.Join(dir, h.Pkg))[h.Name]
		if want := (signature{h.Params, h.Variadic}); !ok || got != want {
			t.Errorf("safecreate/%s: %s is %+v (found: %v), fixes take it to be %+v", h.Pkg, h.Name, got, ok, want)
		}
	}
}

// functions returns the exported functions declared in a directory.
func functions(t *testing.T, dir string) map[string]signature {
	t.Helper()
	found := make(map[string]signature)
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if !strings.HasSuffix(entry.Name(), ".go") || strings.HasSuffix(entry.Name(), "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), filepath.Join(dir, entry.Name()), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range f.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.IsExported() {
				found[fn.Name.Name] = signatureOf(fn.Type)
			}
		}
	}
	return found
}

func signatureOf(fn *ast.FuncType) (s signature) {
	for _, field := range fn.Params.List {
		s.params += max(1, len(field.Names))
		if _, ok := field.Type.(*ast.Ellipsis); ok {
			s.variadic = true
		}
	}
	return s
}

// wellKnown reads the helpers out of wellknown.go, so that none is forgotten.
func wellKnown(t *testing.T) (helpers []Helper) {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), "wellknown.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(f, func(n ast.Node) bool {
		lit, ok := n.(*ast.CompositeLit)
		if !ok {
			return true
		}
		var h Helper
		for _, elt := range lit.Elts {
			kv := elt.(*ast.KeyValueExpr)
			text := kv.Value
			switch key := kv.Key.(*ast.Ident).Name; key {
			case "Pkg":
				h.Pkg, err = strconv.Unquote(text.(*ast.BasicLit).Value)
			case "Name":
				h.Name, err = strconv.Unquote(text.(*ast.BasicLit).Value)
			case "Params":
				h.Params, err = strconv.Atoi(text.(*ast.BasicLit).Value)
			case "Variadic":
				h.Variadic = text.(*ast.Ident).Name == "true"
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		helpers = append(helpers, h)
		return true
	})
	if len(helpers) == 0 {
		t.Fatal("no helper found in wellknown.go")
	}
	return helpers
}

func TestHelperUse(t *testing.T) {
	pass := typeCheck(t, "package p\n\nimport \"os\"\n\nfunc mark() { os.Exit(1) }\n\nfunc f() { mark() }\n")
	file := pass.Files[0]
	callee, edits := WriteFile.Use(pass, file, findCall(t, file, "mark").Pos())
	if callee != "safecreate.WriteFile" || len(edits) != 1 || string(edits[0].NewText) != "\nimport \""+SafecreatePath+"\"" {
		t.Errorf("got %s, %v", callee, edits)
	}
	if callee, _ := DropTo.Use(pass, file, file.End()-3); callee != "privdrop.To" {
		t.Errorf("got %s", callee)
	}
}

func TestHelperAvailable(t *testing.T) {
	helper := types.NewPackage(SafecreatePath, "safecreate")
	middle := types.NewPackage("example.org/middle", "middle")
	middle.SetImports([]*types.Package{helper})
	with, without := types.NewPackage("example.org/with", "with"), types.NewPackage("example.org/without", "without")
	with.SetImports([]*types.Package{middle, without})
	for _, test := range []struct {
		pkg         *types.Package
		asked, want bool
	}{{with, false, true}, {without, false, false}, {without, true, true}} {
		if got := HelperAvailable(&analysis.Pass{Pkg: test.pkg}, test.asked); got != test.want {
			t.Errorf("%s, asked for %v: got %v", test.pkg.Path(), test.asked, got)
		}
	}
}

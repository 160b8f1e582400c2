package safecreate

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Every exported function and method says what it promises and shows how it is used.
// Methods that the interfaces of the standard library describe speak for themselves.
func TestEverythingIsDocumentedAndShown(t *testing.T) {
	if _, err := os.Stat("doc.go"); err != nil {
		t.Skip("this binary runs away from the source, which the test reads; go test runs it there")
	}
	for _, dir := range []string{".", "cloexec", "privdrop", "fdtest"} {
		functions, examples := map[string]bool{}, map[string]bool{}
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			for _, decl := range file.Decls {
				f, ok := decl.(*ast.FuncDecl)
				if !ok || !f.Name.IsExported() {
					continue
				}
				if strings.HasSuffix(name, "_test.go") {
					examples[strings.TrimPrefix(f.Name.Name, "Example")] = true
					continue
				}
				if shown := shownName(f); shown != "" {
					functions[shown] = true
				}
				if f.Doc.Text() == "" && f.Recv == nil {
					t.Errorf("%s: %s has no comment", name, f.Name.Name)
				}
			}
		}
		if len(functions) == 0 {
			t.Errorf("%s: no functions", dir)
		}
		for f := range functions {
			if !examples[f] {
				t.Errorf("%s: %s has no example", dir, f)
			}
		}
	}
}

func shownName(f *ast.FuncDecl) string {
	if f.Recv == nil {
		return f.Name.Name
	}
	star, ok := f.Recv.List[0].Type.(*ast.StarExpr)
	if !ok {
		return ""
	}
	typ, ok := star.X.(*ast.Ident)
	if !ok || !typ.IsExported() || f.Name.Name == "Error" || f.Name.Name == "Unwrap" {
		return ""
	}
	return typ.Name + "_" + f.Name.Name
}

package gopls

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/version"
	"os"
	"path/filepath"
	"strings"
)

// madeFor are the versions of gopls that permvet is made for and the Go that each needs, the newest first. v0.23.0 is
// built and tried by internal/hosts; v0.24.0 was not seen to run yet.
var madeFor = []struct{ gopls, needs string }{
	{"v0.24.0", "go1.27"},
	{"v0.23.0", "go1.26"},
}

func versions() []string {
	var list []string
	for _, t := range madeFor {
		list = append(list, fmt.Sprintf("%s (Go %s)", t.gopls, strings.TrimPrefix(t.needs, "go")))
	}
	return list
}

// newest returns the newest of these versions that a version of Go can build.
func newest(goVersion string) string {
	for _, t := range madeFor {
		if version.Compare(goVersion, t.needs) >= 0 {
			return t.gopls
		}
	}
	return madeFor[len(madeFor)-1].gopls
}

// checkHook finds in the settings package of gopls what the file that is added needs: a list of analyzers, whose
// elements have the fields.
func checkHook(dir string) error {
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(files) == 0 {
		return errors.New("it has no package " + hookDir)
	}
	missing := map[string]bool{"AllAnalyzers": true, "analyzer": true, "severity": true, "nonDefault": true}
	for _, name := range files {
		src, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, src, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, decl := range f.Decls {
			if d, ok := decl.(*ast.GenDecl); ok {
				for _, spec := range d.Specs {
					strike(missing, spec)
				}
			}
		}
	}
	for _, name := range []string{"AllAnalyzers", "analyzer", "severity", "nonDefault"} {
		if missing[name] {
			return fmt.Errorf("%s has no %s", hookDir, name)
		}
	}
	return nil
}

// strike takes what a declaration declares off the list of what is missing.
func strike(missing map[string]bool, spec ast.Spec) {
	switch spec := spec.(type) {
	case *ast.ValueSpec:
		for _, name := range spec.Names {
			if name.Name == "AllAnalyzers" {
				delete(missing, name.Name)
			}
		}
	case *ast.TypeSpec:
		st, ok := spec.Type.(*ast.StructType)
		if !ok || spec.Name.Name != "Analyzer" {
			return
		}
		for _, field := range st.Fields.List {
			for _, name := range field.Names {
				if name.Name != "AllAnalyzers" {
					delete(missing, name.Name)
				}
			}
		}
	}
}

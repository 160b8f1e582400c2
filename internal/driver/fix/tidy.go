package fix

import (
	"bytes"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"strconv"

	"golang.org/x/tools/go/ast/astutil"
)

// tidy removes the imports that the old text uses and the new one no longer does, and formats the new text.
func tidy(old, text []byte, packageName map[string]string) ([]byte, error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", text, parser.ParseComments)
	if err != nil {
		return nil, err
	}
	if before, err := parser.ParseFile(token.NewFileSet(), "", old, 0); err == nil {
		usedBefore, used := freeNames(before), freeNames(file)
		for _, spec := range superfluous(file, packageName, usedBefore, used) {
			name := ""
			if spec.Name != nil {
				name = spec.Name.Name
			}
			path, _ := strconv.Unquote(spec.Path.Value) // the parser has seen to it
			astutil.DeleteNamedImport(fset, file, name, path)
		}
	}
	var out bytes.Buffer
	if err := format.Node(&out, fset, file); err != nil {
		return nil, err
	}
	text = out.Bytes()
	if bytes.Contains(old, []byte("\r\n")) {
		text = bytes.ReplaceAll(text, []byte("\n"), []byte("\r\n"))
	}
	return text, nil
}

// superfluous lists the imports whose names were used before and are not any more.
func superfluous(file *ast.File, packageName map[string]string, before, after map[string]bool) []*ast.ImportSpec {
	var specs []*ast.ImportSpec
	for _, spec := range file.Imports {
		path, _ := strconv.Unquote(spec.Path.Value)
		name := packageName[path]
		if spec.Name != nil {
			name = spec.Name.Name
		}
		if before[name] && !after[name] {
			specs = append(specs, spec)
		}
	}
	return specs
}

// freeNames are the identifiers that nothing in the file declares: names of imports, of other files, of the universe.
func freeNames(file *ast.File) map[string]bool {
	names := map[string]bool{}
	for _, id := range file.Unresolved { //nolint:staticcheck // syntax is all there is of a text that no one compiled
		names[id.Name] = true
	}
	return names
}

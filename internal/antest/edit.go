package antest

import (
	"bytes"
	"cmp"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"slices"
	"strconv"

	"golang.org/x/tools/go/ast/astutil"
	"golang.org/x/tools/go/packages"
)

// An edit replaces bytes start to end of a file.
type edit struct {
	start, end int
	text       string
}

// applyEdits applies the edits of several fixes. Equal ones count once, as
// when two fixes add the same import; overlapping ones are a conflict.
func applyEdits(src []byte, edits []edit) ([]byte, error) {
	var unique []edit
	for _, e := range edits {
		if !slices.Contains(unique, e) {
			unique = append(unique, e)
		}
	}
	slices.SortStableFunc(unique, func(a, b edit) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.end, b.end))
	})
	var out []byte
	at := 0
	for _, e := range unique {
		if e.start < at {
			return nil, fmt.Errorf("fixes conflict: one replaces %q, another changed it already", src[e.start:max(e.end, e.start)])
		}
		out = append(out, src[at:e.start]...)
		out = append(out, e.text...)
		at = e.end
	}
	return append(out, src[at:]...), nil
}

// tidy does what every driver does after applying fixes: it removes imports
// that are no longer used and formats.
func tidy(p *packages.Package, src []byte) ([]byte, error) {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "fixed.go", src, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, fmt.Errorf("fixed text does not parse: %w\n%s", err, src)
	}
	removeUnusedImports(fset, p, f)
	var buf bytes.Buffer
	if err := format.Node(&buf, fset, f); err != nil {
		return nil, err
	}
	return format.Source(buf.Bytes())
}

func removeUnusedImports(fset *token.FileSet, p *packages.Package, f *ast.File) {
	used := make(map[string]bool)
	ast.Inspect(f, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := sel.X.(*ast.Ident); ok {
				used[x.Name] = true
			}
		}
		return true
	})
	for _, spec := range slices.Clone(f.Imports) {
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue
		}
		var explicit, name string
		if spec.Name != nil {
			explicit, name = spec.Name.Name, spec.Name.Name
		} else if imp := p.Imports[path]; imp != nil {
			name = imp.Name
		}
		// An import without a known name is new, hence used.
		if name != "" && name != "." && name != "_" && !used[name] {
			astutil.DeleteNamedImport(fset, f, explicit, path)
		}
	}
}

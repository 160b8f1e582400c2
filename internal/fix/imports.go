package fix

import (
	"go/ast"
	"go/token"
	"go/types"
	"path"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// AddImport says how to write pkgpath.member at pos: the prefix, "name." or
// "" under a dot import, and the edits that import the package if the file
// does not, or if its name means something else at pos.
//
// Name is the package's own name, such as "unix".
func AddImport(pass *analysis.Pass, file *ast.File, pos token.Pos, pkgpath, name, member string) (prefix string, edits []analysis.TextEdit) {
	info := pass.TypesInfo
	fileScope := info.Scopes[file]
	if fileScope == nil || pass.Pkg.Path() == pkgpath {
		return "", nil // the package itself
	}
	scope := innermost(fileScope, pos)
	for _, spec := range file.Imports {
		pkg := info.PkgNameOf(spec)
		if pkg == nil || pkg.Imported().Path() != pkgpath {
			continue
		}
		if pkg.Name() == "." {
			if s, _ := scope.LookupParent(member, pos); s == fileScope {
				return "", nil
			}
		} else if _, obj := scope.LookupParent(pkg.Name(), pos); obj == pkg {
			return pkg.Name() + ".", nil
		}
	}
	fresh := freshName(name, func(s string) bool {
		_, obj := scope.LookupParent(s, pos)
		return obj != nil || pass.Pkg.Scope().Lookup(s) != nil
	})
	text := strconv.Quote(pkgpath)
	if fresh != path.Base(pkgpath) {
		text = fresh + " " + text
	}
	at, text := importPlace(file, pkgpath, text)
	return fresh + ".", []analysis.TextEdit{{Pos: at, End: at, NewText: []byte(text)}}
}

// innermost is scope.Innermost, which a position outside the file, as in
// tests, does not confuse.
func innermost(file *types.Scope, pos token.Pos) *types.Scope {
	if s := file.Innermost(pos); s != nil {
		return s
	}
	return file
}

// freshName returns name, or name with the first number that is free.
func freshName(name string, taken func(string) bool) string {
	for fresh, n := name, 2; ; n++ {
		if !taken(fresh) {
			return fresh
		}
		fresh = name + strconv.Itoa(n)
	}
}

// importPlace finds where the import belongs, and adds the line breaks that
// it needs there.
func importPlace(file *ast.File, pkgpath, text string) (token.Pos, string) {
	var last *ast.GenDecl
	for _, decl := range file.Decls {
		gd, ok := decl.(*ast.GenDecl)
		if !ok || gd.Tok != token.IMPORT {
			break
		}
		if gd.Rparen.IsValid() && len(gd.Specs) > 0 {
			return placeInGroup(gd, pkgpath, text)
		}
		last = gd
	}
	if last != nil {
		return specEnd(last.Specs, last.End()), "\nimport " + text
	}
	if len(file.Decls) == 0 {
		return file.FileEnd, "\nimport " + text + "\n"
	}
	return declStart(file.Decls[0]), "import " + text + "\n\n"
}

// placeInGroup keeps the import sorted among those of its kind, standard
// library or other.
func placeInGroup(gd *ast.GenDecl, pkgpath, text string) (token.Pos, string) {
	var sameKind *ast.ImportSpec
	for _, s := range gd.Specs {
		spec := s.(*ast.ImportSpec)
		other := strings.Trim(spec.Path.Value, "`\"")
		if isStd(other) != isStd(pkgpath) {
			continue
		}
		if other > pkgpath {
			return specStart(spec), text + "\n\t"
		}
		sameKind = spec
	}
	switch {
	case sameKind != nil:
		return specEnd([]ast.Spec{sameKind}, sameKind.End()), "\n\t" + text
	case isStd(pkgpath):
		return specStart(gd.Specs[0].(*ast.ImportSpec)), text + "\n\n\t"
	}
	return gd.Rparen, "\n\t" + text + "\n"
}

// isStd: the first element of every other import path has a dot.
func isStd(pkgpath string) bool {
	first, _, _ := strings.Cut(pkgpath, "/")
	return !strings.Contains(first, ".")
}

func specStart(spec *ast.ImportSpec) token.Pos {
	if spec.Doc != nil {
		return spec.Doc.Pos()
	}
	return spec.Pos()
}

// specEnd is the end of a trailing comment, if there is one.
func specEnd(specs []ast.Spec, end token.Pos) token.Pos {
	if len(specs) > 0 {
		if c := specs[len(specs)-1].(*ast.ImportSpec).Comment; c != nil && c.End() > end {
			return c.End()
		}
	}
	return end
}

func declStart(decl ast.Decl) token.Pos {
	var doc *ast.CommentGroup
	switch d := decl.(type) {
	case *ast.GenDecl:
		doc = d.Doc
	case *ast.FuncDecl:
		doc = d.Doc
	}
	if doc != nil {
		return doc.Pos()
	}
	return decl.Pos()
}

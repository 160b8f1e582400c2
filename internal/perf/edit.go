package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"path/filepath"
	"slices"
)

// An edit changes a file of a package that many others import.
type edit struct {
	pkg       string
	importers int
	file      string
	text      []byte // as it was
	brace     int    // offset behind the opening brace of a function's body
}

// widelyImported finds the package of the module that the most packages import, directly or not, and has a function
// with a body.
func (b *bench) widelyImported() (*edit, error) {
	out, err := measure(b.ctx, command{dir: b.dir, args: []string{"go", "list", "-deps", "-json=ImportPath,Dir,GoFiles,Deps,Module", "./..."}})
	if err != nil {
		return nil, err
	}
	type pkg struct {
		ImportPath, Dir string
		GoFiles, Deps   []string
		Module          *struct{ Main bool }
	}
	var own []pkg
	importers := map[string]int{}
	for dec := json.NewDecoder(bytes.NewReader([]byte(out.output))); ; {
		var p pkg
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, fmt.Errorf("reading what go list says: %w", err)
		}
		if p.Module != nil && p.Module.Main {
			own = append(own, p)
			for _, dep := range p.Deps {
				importers[dep]++
			}
		}
	}
	slices.SortStableFunc(own, func(p, q pkg) int { return cmp.Compare(importers[q.ImportPath], importers[p.ImportPath]) })
	for _, p := range own {
		for _, name := range p.GoFiles {
			e := &edit{pkg: p.ImportPath, importers: importers[p.ImportPath], file: filepath.Join(p.Dir, name)}
			if e.find() {
				return e, nil
			}
		}
	}
	return nil, errors.New("there is no function to edit")
}

// find looks for the body of an exported function.
func (e *edit) find() bool {
	var err error
	if e.text, err = os.ReadFile(e.file); err != nil {
		return false
	}
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, e.file, e.text, parser.SkipObjectResolution)
	if err != nil {
		return false
	}
	for _, d := range file.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok && fn.Body != nil && fn.Name.IsExported() {
			e.brace = fset.Position(fn.Body.Lbrace).Offset + 1
			return true
		}
	}
	return false
}

// body adds a statement to the function, a new one each time.
func (e *edit) body(n int) error {
	return e.write(fmt.Sprintf("%s _ = %d; %s", e.text[:e.brace], n, e.text[e.brace:]))
}

// signature adds an exported function, with a new signature each time.
func (e *edit) signature(n int) error {
	return e.write(fmt.Sprintf("%s\nfunc PermvetMeasures(x [%d]int) {}\n", e.text, n))
}

func (e *edit) undo() error { return e.write(string(e.text)) }

func (e *edit) write(text string) error {
	info, err := os.Stat(e.file)
	if err != nil {
		return err
	}
	return os.WriteFile(e.file, []byte(text), info.Mode().Perm())
}

package load

import (
	"go/ast"
	"go/types"
	"slices"
)

// sieve drops the syntax of a dependency in which nothing can have an effect. It remembers which functions and
// variables of a package can: those whose body or initial value mentions one that can, from the calls that
// Config.Effect knows upwards. Most dependencies mention none, and they are most of the memory that a large module
// takes.
//
// A package that is left without syntax keeps its imports: facts about others pass through it.
func (c *checker) sieve(n *node) {
	if c.effect == nil {
		return
	}
	any := false
	decls := c.mentions(n)
	for again := true; again; {
		again = false
		for i := range decls {
			if d := &decls[i]; !d.effective && slices.ContainsFunc(d.mentions, c.hasEffect) {
				d.effective, again, any = true, true, true
				for _, obj := range d.declares {
					c.effective.Store(obj, true)
				}
			}
		}
	}
	if !any && n.sieved {
		n.pkg.Syntax, n.pkg.TypesInfo = nil, newInfo()
	}
}

func (c *checker) hasEffect(obj types.Object) bool {
	_, ok := c.effective.Load(obj)
	return ok || c.effect(obj)
}

// A declaration is a function, or variables with their initial values, and what it mentions.
type declaration struct {
	declares, mentions []types.Object
	effective          bool
}

// mentions lists the declarations of a package that run code.
func (c *checker) mentions(n *node) []declaration {
	var decls []declaration
	info := n.pkg.TypesInfo
	add := func(code []ast.Expr, body *ast.BlockStmt, names ...*ast.Ident) {
		var d declaration
		for _, name := range names {
			if obj := info.Defs[name]; obj != nil {
				d.declares = append(d.declares, obj)
			}
		}
		for _, e := range code {
			d.mentions = mentioned(e, info, d.mentions)
		}
		if body != nil {
			d.mentions = mentioned(body, info, d.mentions)
		}
		decls = append(decls, d)
	}
	for _, file := range n.pkg.Syntax {
		for _, decl := range file.Decls {
			switch decl := decl.(type) {
			case *ast.FuncDecl:
				add(nil, decl.Body, decl.Name)
			case *ast.GenDecl:
				for _, spec := range decl.Specs {
					if spec, ok := spec.(*ast.ValueSpec); ok && len(spec.Values) > 0 {
						add(spec.Values, nil, spec.Names...)
					}
				}
			}
		}
	}
	return decls
}

// mentioned appends the functions and the variables, but for local ones, that occur below node.
func mentioned(node ast.Node, info *types.Info, list []types.Object) []types.Object {
	ast.Inspect(node, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if !ok {
			return true
		}
		switch obj := info.Uses[id].(type) {
		case *types.Func:
			list = append(list, obj.Origin())
		case *types.Var:
			if obj.IsField() || obj.Pkg() != nil && obj.Parent() == obj.Pkg().Scope() {
				list = append(list, obj.Origin())
			}
		}
		return true
	})
	return list
}

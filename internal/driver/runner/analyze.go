package runner

import (
	"fmt"
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/analysis"

	"github.com/permvet/permvet/internal/facts"
)

// analyze type-checks a package with its function bodies and runs the plan on it.
func (r *run) analyze(n *node) {
	n.worked = true
	r.graph.Check(n.Package, true)
	if n.Problem != nil {
		// It compiles as little next time. Only a package that was asked for must be looked at again, to say so.
		if !n.Root {
			r.remember(n)
		}
		return
	}
	if !n.Root && !n.Own && !n.Standard && !r.relevant(n) {
		n.Syntax = nil // facts about what it imports pass through it
	}
	p := &passes{run: r, node: n, plan: r.plan(n), facts: facts.Set{}}
	p.runAll()
	encoded, err := r.types.Encode(p.facts)
	if err != nil {
		r.fault(p.plan.order[0], n, err)
		p.failed = true
	}
	n.facts = encoded
	if p.failed {
		n.stable = false
	}
	n.findings = p.findings
	n.remarks = r.untyped(n)
	r.remember(n)
}

// untyped tells of the functions that are not analyzed because they use C, if they do what a check may want to judge.
func (r *run) untyped(n *node) (remarks []string) {
	if !n.Root {
		return nil
	}
	for _, fn := range n.Untyped {
		if r.mentionsEffect(n, fn) {
			remarks = append(remarks, fmt.Sprintf(
				"%s: %s is not analyzed, because only cgo knows the types in it; go vet -vettool runs cgo", n.Fset.Position(fn.Pos()), fn.Name.Name))
		}
	}
	return remarks
}

func (r *run) mentionsEffect(n *node, fn *ast.FuncDecl) bool {
	found := false
	ast.Inspect(fn, func(node ast.Node) bool {
		if id, ok := node.(*ast.Ident); ok && !found {
			obj := n.TypesInfo.Uses[id]
			found = obj != nil && obj.Pkg() != n.Types && r.hasEffect(obj)
		}
		return !found
	})
	return found
}

// hasEffect reports whether the use of a function or variable of another package has an effect: by the suite's word,
// or by a fact.
func (r *run) hasEffect(obj types.Object) bool {
	switch o := obj.(type) {
	case *types.Func:
		obj = o.Origin()
	case *types.Var:
		obj = o.Origin()
	default:
		return false
	}
	return r.suite.Effect == nil || r.suite.Effect(obj) || len(r.factsOf(obj.Pkg())[obj]) > 0
}

// relevant reports whether something in a dependency can have an effect: whether it mentions a function or variable
// that has one, by the suite's word or by a fact. Most dependencies do not, and they are most of a large program.
func (r *run) relevant(n *node) bool {
	if r.suite.Effect == nil {
		return true
	}
	seen := map[types.Object]bool{}
	for _, obj := range n.TypesInfo.Uses {
		if obj.Pkg() == n.Types || seen[obj] {
			continue
		}
		seen[obj] = true
		if r.hasEffect(obj) {
			return true
		}
	}
	return false
}

// factsOf returns the facts about a package that was type-checked. They are always read from their encoded form: what
// cannot be written down must not matter, or a result would depend on whether the cache was there.
func (r *run) factsOf(pkg *types.Package) facts.Set {
	p := r.graph.PackageOf(pkg)
	if p == nil {
		return nil
	}
	n := r.nodes[p.Index]
	if len(n.facts) == 0 {
		return nil
	}
	n.reading.Do(func() {
		n.set, _ = r.types.Decode(pkg, n.facts) // the same program wrote them, and the entry has a checksum
	})
	return n.set
}

// importFact is Pass.ImportObjectFact, and with the nil object Pass.ImportPackageFact, for another package.
func (r *run) importFact(pkg *types.Package, obj types.Object, fact analysis.Fact) bool {
	return r.factsOf(pkg).Get(obj, fact)
}

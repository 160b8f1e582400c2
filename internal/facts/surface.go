package facts

import (
	"bytes"
	"fmt"
	"go/types"
	"io"
	"slices"
)

// Surface writes down all that importers can see of the types of a package, without positions: its exported objects,
// and whatever can be reached from them, unexported fields and methods included. It returns the other packages that
// the text mentions. When neither the text nor what those packages show is other than before, importers cannot tell
// the package from what it was.
func Surface(w io.Writer, pkg *types.Package) (mentioned []*types.Package) {
	s := &surface{pkg: pkg, seen: map[types.Type]bool{}, queued: map[*types.TypeName]bool{}, others: map[*types.Package]bool{}}
	fmt.Fprintf(&s.buf, "package %s %s\n", pkg.Name(), pkg.Path())
	scope := pkg.Scope()
	for _, name := range scope.Names() {
		if obj := scope.Lookup(name); obj.Exported() {
			s.object(obj)
		}
	}
	for len(s.queue) > 0 {
		obj := s.queue[0]
		s.queue = s.queue[1:]
		s.typeName(obj)
	}
	_, _ = s.buf.WriteTo(w) // to a hash
	for p := range s.others {
		mentioned = append(mentioned, p)
	}
	return mentioned
}

type surface struct {
	pkg    *types.Package
	buf    bytes.Buffer
	seen   map[types.Type]bool
	queue  []*types.TypeName // of this package, still to be written
	queued map[*types.TypeName]bool
	others map[*types.Package]bool
}

func (s *surface) object(obj types.Object) {
	switch obj := obj.(type) {
	case *types.Const:
		fmt.Fprintf(&s.buf, "const %s %s = %s\n", obj.Name(), s.typ(obj.Type()), obj.Val().ExactString())
	case *types.Var:
		fmt.Fprintf(&s.buf, "var %s %s\n", obj.Name(), s.typ(obj.Type()))
	case *types.Func:
		fmt.Fprintf(&s.buf, "func %s %s\n", obj.Name(), s.typ(obj.Type()))
	case *types.TypeName:
		s.typ(obj.Type())
	}
}

// typeName writes the declaration of a type and its methods.
func (s *surface) typeName(obj *types.TypeName) {
	switch t := obj.Type().(type) {
	case *types.Alias:
		fmt.Fprintf(&s.buf, "type %s%s = %s\n", obj.Name(), s.params(t.TypeParams()), s.typ(t.Rhs()))
	case *types.Named:
		fmt.Fprintf(&s.buf, "type %s%s %s\n", obj.Name(), s.params(t.TypeParams()), s.typ(t.Underlying()))
		for m := range t.Methods() {
			sig := m.Signature()
			fmt.Fprintf(&s.buf, "method %s %s %s\n", s.typ(sig.Recv().Type()), m.Name(), s.typ(sig))
		}
	}
}

func (s *surface) params(list *types.TypeParamList) string {
	var buf bytes.Buffer
	for p := range list.TypeParams() {
		fmt.Fprintf(&buf, "[%s %s]", p.Obj().Name(), s.typ(p.Constraint()))
	}
	return buf.String()
}

// typ returns a type as text, and sees to it that all that the text names is written too.
func (s *surface) typ(t types.Type) string {
	s.reach(t)
	return types.TypeString(t, func(p *types.Package) string {
		if p != s.pkg {
			s.others[p] = true
		}
		return p.Path()
	})
}

// reach queues the types of this package that occur in t, in the order in which they are met.
func (s *surface) reach(t types.Type) {
	if t == nil || s.seen[t] {
		return
	}
	s.seen[t] = true
	switch t := t.(type) {
	case *types.Alias:
		s.enqueue(t.Origin().Obj())
		s.reachAll(slices.Collect(t.TypeArgs().Types()))
	case *types.Named:
		s.enqueue(t.Origin().Obj())
		s.reachAll(slices.Collect(t.TypeArgs().Types()))
	case interface{ Elem() types.Type }: // pointers, slices, arrays, maps, channels
		s.reach(t.Elem())
		if m, ok := t.(*types.Map); ok {
			s.reach(m.Key())
		}
	case *types.Struct:
		for f := range t.Fields() {
			s.reach(f.Type())
		}
	case *types.Tuple:
		for v := range t.Variables() {
			s.reach(v.Type())
		}
	case *types.Signature:
		for p := range t.TypeParams().TypeParams() {
			s.reach(p.Constraint())
		}
		s.reach(t.Params())
		s.reach(t.Results())
	case *types.Interface:
		for m := range t.ExplicitMethods() {
			s.reach(m.Type())
		}
		s.reachAll(slices.Collect(t.EmbeddedTypes()))
	case *types.Union:
		for term := range t.Terms() {
			s.reach(term.Type())
		}
	case *types.TypeParam:
		s.reach(t.Constraint())
	}
}

func (s *surface) reachAll(list []types.Type) {
	for _, t := range list {
		s.reach(t)
	}
}

func (s *surface) enqueue(obj *types.TypeName) {
	if obj.Pkg() == s.pkg && !s.queued[obj] {
		s.queued[obj] = true
		s.queue = append(s.queue, obj)
	}
}

package effects

import (
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// implementation returns the one method that a call through an interface of
// this package can reach, when exactly one type of the package implements it.
func (s *scanner) implementation(m *types.Func) *ssa.Function {
	if m.Pkg() != s.pass.Pkg {
		return nil
	}
	if fn, ok := s.impls[m]; ok {
		return fn
	}
	if s.impls == nil {
		s.impls = make(map[*types.Func]*ssa.Function)
	}
	s.impls[m] = s.findImplementation(m)
	return s.impls[m]
}

func (s *scanner) findImplementation(m *types.Func) *ssa.Function {
	iface, ok := m.Signature().Recv().Type().Underlying().(*types.Interface)
	if !ok {
		return nil
	}
	var one *types.Func
	scope := s.pass.Pkg.Scope()
	for _, name := range scope.Names() {
		tn, ok := scope.Lookup(name).(*types.TypeName)
		if !ok || tn.IsAlias() || types.IsInterface(tn.Type()) || s.alone && isTestFile(s.pass.Fset, tn.Pos()) {
			continue
		}
		if n, ok := tn.Type().(*types.Named); ok && n.TypeParams().Len() > 0 {
			continue
		}
		ptr := types.NewPointer(tn.Type())
		if !types.Implements(ptr, iface) {
			continue
		}
		obj, _, _ := types.LookupFieldOrMethod(ptr, true, s.pass.Pkg, m.Name())
		fn, ok := obj.(*types.Func)
		if !ok || one != nil {
			return nil
		}
		one = fn
	}
	if one == nil {
		return nil
	}
	return s.prog.FuncValue(one)
}

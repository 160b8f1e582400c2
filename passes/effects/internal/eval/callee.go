package eval

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"github.com/permvet/permvet/internal/api"
	"golang.org/x/tools/go/ssa"
)

// Callee resolves what a call calls: the declared function or method and its
// arguments, the receiver first. Method values, method expressions and
// function variables that are set once are seen through. Nil if unknown.
func (s *Evaluator) Callee(c *ssa.CallCommon) (*types.Func, []ssa.Value) {
	if c.IsInvoke() {
		return c.Method, append([]ssa.Value{c.Value}, c.Args...)
	}
	fn, recv := s.Function(c.Value)
	if fn == nil {
		return nil, c.Args
	}
	obj, _ := fn.Object().(*types.Func)
	if recv != nil {
		return obj, append([]ssa.Value{recv}, c.Args...)
	}
	return obj, c.Args
}

// Function returns the function that a value certainly is, and the receiver
// that a method value has bound.
func (s *Evaluator) Function(v ssa.Value) (fn *ssa.Function, recv ssa.Value) {
	for range MaxDepth {
		switch x := v.(type) {
		case *ssa.Function:
			return x, nil
		case *ssa.MakeClosure:
			fn := x.Fn.(*ssa.Function)
			if strings.HasPrefix(fn.Synthetic, "bound method") && len(x.Bindings) == 1 {
				return fn, x.Bindings[0]
			}
			return fn, nil
		case *ssa.ChangeType:
			v = x.X
		case *ssa.UnOp:
			if x.Op != token.MUL {
				return nil, nil
			}
			sl := s.Load(x)
			if len(sl.Vals) == 1 && sl.Key == "" {
				v = sl.Vals[0]
			} else if v = s.seam(x); v == nil {
				return nil, nil
			}
		case *ssa.FreeVar:
			if v = s.Binding(x); v == nil {
				return nil, nil
			}
		default:
			return nil, nil
		}
	}
	return nil, nil
}

// Arg returns the argument at a role's position.
func Arg(fn *types.Func, args []ssa.Value, at int) ssa.Value {
	recv := 0
	if fn != nil && fn.Signature().Recv() != nil {
		recv = 1
	}
	switch {
	case at == 0:
		return nil
	case at < 0:
		if recv == 1 && len(args) > 0 {
			return args[0]
		}
		return nil
	}
	if i := at - 1 + recv; i < len(args) {
		return args[i]
	}
	return nil
}

// seam returns the function that a package variable holds when only tests give
// it another: var setgroups = syscall.Setgroups.
func (s *Evaluator) seam(v *ssa.UnOp) ssa.Value {
	g, ok := v.X.(*ssa.Global)
	if !ok || g.Pkg != s.Pkg {
		return nil
	}
	if _, ok := g.Type().Underlying().(*types.Pointer).Elem().Underlying().(*types.Signature); !ok {
		return nil
	}
	s.IndexGlobals()
	return s.seams[g]
}

// indexSeam notes a store of a function in a package variable. The one made
// outside tests counts, if there is just one.
func (s *Evaluator) indexSeam(g *ssa.Global, st *ssa.Store) {
	if strings.HasSuffix(s.fset.Position(st.Pos()).Filename, "_test.go") {
		return
	}
	if _, twice := s.seams[g]; twice {
		s.seams[g] = nil
		return
	}
	s.seams[g] = st.Val
}

// Callback returns the function literal that an argument is.
func (s *Evaluator) Callback(a ssa.Value) *ssa.Function {
	if _, ok := a.Type().Underlying().(*types.Signature); !ok {
		return nil
	}
	if fn, _ := s.Function(a); fn != nil && fn.Parent() != nil && len(fn.Blocks) > 0 {
		return fn
	}
	return nil
}

// Row returns the table's row for a callee; a raw system call is looked up
// by its number.
func (s *Evaluator) Row(fn *types.Func, args []ssa.Value) *api.Call {
	if fn == nil {
		return nil
	}
	if api.IsRawSyscall(fn) && len(args) > 0 {
		if trap, ok := s.Word(args[0]).Known(^uint64(0)); ok {
			return api.LookupRaw(fn, int64(trap), s.Pkg.Pkg.Imports()...)
		}
		return nil
	}
	row := s.Rows.Lookup(fn)
	if row == nil || !row.On(s.GOOS) || row.Drivers != "" && !s.opensFile(fn, args, row) {
		return nil
	}
	return row
}

// opensFile reports whether a call opens a database by a driver of the row, and one
// that is a file.
func (s *Evaluator) opensFile(fn *types.Func, args []ssa.Value, row *api.Call) bool {
	driver, known := s.Path(Arg(fn, args, int(row.Path)-1)).Const()
	if !known || !slices.Contains(strings.Fields(row.Drivers), driver) {
		return false
	}
	return !slices.ContainsFunc(s.Path(Arg(fn, args, int(row.Path))).Literals(), func(text string) bool {
		return strings.Contains(text, ":memory:") || strings.Contains(text, "mode=memory")
	})
}

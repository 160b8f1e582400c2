package effects

import (
	"go/types"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/passes/effects/internal/eval"
	"golang.org/x/tools/go/ssa"
)

// This file finds out where written data goes: what a writer writes to.

// sink fills in where the data of a Sink or Write effect goes. A Write to an
// HTTP response or to standard output is a Sink.
func (s *scanner) sink(e *Effect, writer ssa.Value, at ssa.Instruction) {
	row := e.Row
	if row.Does != api.Sink && row.Does != api.Write || row.Does == api.Write && row.Sink == api.NoSink && writer == nil {
		return
	}
	e.Data = s.Gathered(e.Data, at)
	e.To = row.Sink
	if writer != nil {
		root := s.writer(writer)
		e.Object.Handle = s.Key(root)
		e.To = s.writesTo(root)
	}
	e.settle()
}

// settle makes a Write that leaves the process a Sink.
func (e *Effect) settle() {
	if e.Kind == api.Write && (e.To == api.Response || e.To == api.Stdout) {
		e.Kind = api.Sink
	}
}

// bindSink finds where the data of a callee's effect goes once the caller has
// said which writer it is.
func (in *instance) bindSink(e *Effect, handle string) {
	if e.Kind != api.Sink && e.Kind != api.Write {
		return
	}
	e.Data = in.s.Gathered(e.Data, in.call)
	if e.To == api.NoSink {
		if v, sel, ok := in.argOf(handle); ok && sel == "" {
			root := in.s.writer(v)
			e.Object.Handle = in.s.Key(root)
			if e.To = in.s.writesTo(root); e.To != api.NoSink {
				e.Bound |= BoundHandle
			}
		}
	}
	e.settle()
}

// writer returns what a writer finally writes to: encoders and buffered
// writers are seen through.
func (s *scanner) writer(v ssa.Value) ssa.Value {
	for range eval.MaxDepth {
		switch x := v.(type) {
		case *ssa.MakeInterface:
			v = x.X
		case *ssa.ChangeInterface:
			v = x.X
		case *ssa.ChangeType:
			v = x.X
		case *ssa.FreeVar:
			b := s.Binding(x)
			if b == nil {
				return v
			}
			v = b
		case *ssa.Call:
			fn, args := s.Callee(x.Common())
			if api.PureOf(fn) != api.Wraps || len(args) == 0 {
				return v
			}
			v = args[0]
		case *ssa.UnOp:
			sl := s.Load(x)
			if len(sl.Vals) != 1 || sl.Key != "" || sl.Zero {
				return v
			}
			v = sl.Vals[0]
		default:
			return v
		}
	}
	return v
}

// writesTo tells what a writer is; NoSink when that is not known.
func (s *scanner) writesTo(v ssa.Value) api.SinkKind {
	if u, ok := v.(*ssa.UnOp); ok {
		if g, ok := u.X.(*ssa.Global); ok && g.Pkg != nil && g.Pkg.Pkg.Path() == "os" && (g.Name() == "Stdout" || g.Name() == "Stderr") {
			return api.Stdout
		}
	}
	t := v.Type()
	if isResponse(t) {
		return api.Response
	}
	if _, iface := t.Underlying().(*types.Interface); iface {
		return api.NoSink
	}
	return api.Local
}

// isResponse reports whether the type answers HTTP requests: it has the
// methods of net/http.ResponseWriter.
func isResponse(t types.Type) bool {
	for _, name := range []string{"Header", "WriteHeader", "Write"} {
		obj, _, _ := types.LookupFieldOrMethod(t, true, nil, name)
		if _, ok := obj.(*types.Func); !ok {
			return false
		}
	}
	return true
}

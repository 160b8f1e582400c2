package eval

import (
	"go/constant"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/value"
)

// Word evaluates an integer value: a mode, flags, an id.
func (s *Evaluator) Word(v ssa.Value) value.Word {
	if v == nil {
		return value.Word{}
	}
	return s.words.get(v)
}

// taggedWord is the word of a value with what its type says of its origin.
func (s *Evaluator) taggedWord(v ssa.Value) value.Word {
	w := s.computeWord(v)
	if _, isConst := v.(*ssa.Const); (w.Keep != 0 || !isConst) && isFileMode(v.Type()) {
		w.Tags |= value.FromFileMode
	}
	return w
}

func isFileMode(t types.Type) bool {
	n, ok := types.Unalias(t).(*types.Named)
	return ok && n.Obj().Name() == "FileMode" && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == "io/fs"
}

func (s *Evaluator) computeWord(v ssa.Value) value.Word {
	next := func(x ssa.Value) value.Word { return s.Word(x) }
	switch v := v.(type) {
	case *ssa.Const:
		return ConstWord(v)
	case *ssa.Parameter:
		return s.symbol(v.Type(), paramKey(v))
	case *ssa.BinOp:
		return binWord(v.Op, next(v.X), next(v.Y), Width(v.Type()))
	case *ssa.UnOp:
		switch v.Op {
		case token.XOR:
			return value.Trunc(value.Not(next(v.X)), Width(v.Type()))
		case token.SUB:
			return value.Trunc(value.Sub(value.Const(0), next(v.X)), Width(v.Type()))
		case token.MUL:
			if fa, ok := v.X.(*ssa.FieldAddr); ok {
				if tag := fieldTag(fa.X.Type(), fa.Field); tag != 0 {
					return value.Word{Tags: tag}
				}
			}
			return s.memoryWord(v, s.Load(v))
		}
	case *ssa.Convert:
		w := next(v.X)
		if isFileMode(v.X.Type()) && !isFileMode(v.Type()) {
			w.Tags |= value.FromFileMode
		}
		return value.Trunc(w, Width(v.Type()))
	case *ssa.ChangeType:
		return next(v.X)
	case *ssa.MakeInterface: // a signal, for one
		return next(v.X)
	case *ssa.Phi:
		w := next(v.Edges[0])
		for _, e := range v.Edges[1:] {
			w = value.Join(w, next(e))
		}
		return w
	case *ssa.Field:
		if tag := fieldTag(v.X.Type(), v.Field); tag != 0 {
			return value.Word{Tags: tag}
		}
		return s.memoryWord(v, s.fieldOfValue(v.X, fieldName(v.X.Type(), v.Field)))
	case *ssa.Extract:
		if c, ok := v.Tuple.(*ssa.Call); ok {
			return s.callWord(c, v.Index)
		}
	case *ssa.Call:
		return s.callWord(v, 0)
	}
	return value.Word{}
}

// symbol is the word of an integer that callers decide.
func (s *Evaluator) symbol(t types.Type, key string) value.Word {
	if n := Width(t); n > 0 {
		return value.Trunc(value.Symbol(key), n)
	}
	return value.Word{}
}

// memoryWord evaluates what v reads. A field of an object that is not known has what
// the package gives all of them.
func (s *Evaluator) memoryWord(v ssa.Value, sl Slot) value.Word {
	if len(sl.Vals) == 0 && sl.Key != "" {
		if w, ok := s.storedWord(v); ok {
			return w
		}
	}
	return s.JoinWords(sl, v.Type())
}

// joinWords evaluates what a slot of type t can hold.
func (s *Evaluator) JoinWords(sl Slot, t types.Type) value.Word {
	var w value.Word
	first := true
	add := func(x value.Word) {
		if first {
			w, first = x, false
		} else {
			w = value.Join(w, x)
		}
	}
	for _, x := range sl.Vals {
		add(s.Word(x))
	}
	if sl.Zero {
		add(value.Const(0))
	}
	if sl.Key != "" {
		if g, ok := s.Callees.Variable(sl.Key); ok {
			add(g.Word)
		} else {
			add(s.symbol(t, sl.Key))
		}
	}
	return w
}

func ConstWord(c *ssa.Const) value.Word {
	if c.Value != nil && c.Value.Kind() == constant.Bool {
		if constant.BoolVal(c.Value) {
			return value.Const(1)
		}
		return value.Const(0)
	}
	if c.Value == nil || c.Value.Kind() != constant.Int {
		return value.Word{}
	}
	if u, ok := constant.Uint64Val(c.Value); ok {
		return value.Const(u)
	}
	if i, ok := constant.Int64Val(c.Value); ok {
		return value.Trunc(value.Const(uint64(i)), Width(c.Type()))
	}
	return value.Word{}
}

// Width returns the number of bits of an integer type, 1 for a boolean, 0 for
// others.
func Width(t types.Type) uint {
	b, ok := t.Underlying().(*types.Basic)
	if ok && b.Info()&types.IsBoolean != 0 {
		return 1
	}
	if !ok || b.Info()&types.IsInteger == 0 {
		return 0
	}
	switch b.Kind() {
	case types.Int8, types.Uint8:
		return 8
	case types.Int16, types.Uint16:
		return 16
	case types.Int32, types.Uint32:
		return 32
	}
	return 64
}

func binWord(op token.Token, x, y value.Word, bits uint) value.Word {
	var w value.Word
	switch op {
	case token.AND:
		w = value.And(x, y)
	case token.OR:
		w = value.Or(x, y)
	case token.XOR:
		w = value.Xor(x, y)
	case token.AND_NOT:
		w = value.AndNot(x, y)
	case token.ADD:
		w = value.Add(x, y)
	case token.SUB:
		w = value.Sub(x, y)
	case token.SHL, token.SHR:
		n, ok := y.Known(^uint64(0))
		if !ok || n > 63 {
			return value.Word{}
		}
		if op == token.SHL {
			w = value.Shl(x, uint(n))
		} else {
			w = value.Shr(x, uint(n))
		}
	default:
		return value.Word{}
	}
	if bits == 0 {
		return value.Word{}
	}
	return value.Trunc(w, bits)
}

// callWord evaluates an integer result of a call: Perm and other known
// functions, modes copied from existing objects, and what summaries tell.
func (s *Evaluator) callWord(c *ssa.Call, index int) value.Word {
	fn, args := s.Callee(c.Common())
	if api.PureOf(fn) == api.PermOf && len(args) == 1 {
		return value.And(s.Word(args[0]), value.Const(0o777))
	}
	if row := s.Rows.Lookup(fn); row != nil {
		if row.Taint&api.TaintFileMode != 0 && len(args) > 0 && s.Data(args[0]).Taint&api.TaintHeader != 0 {
			return value.Word{Tags: value.FromHeader} // header.FileInfo().Mode()
		}
		if tag := tagOf(row.Taint); tag != 0 {
			return value.Word{Tags: tag}
		}
	}
	if ret := s.Callees.Result(c, index); ret != nil {
		return ret.Word()
	}
	return value.Word{}
}

// fieldTag tells where the mode in a field comes from, for the fields of the
// table: archive headers, kernel stat buffers.
func fieldTag(t types.Type, i int) value.Tag {
	return tagOf(api.TaintOfField(t, fieldName(t, i)))
}

func tagOf(t api.Taint) value.Tag {
	switch {
	case t&api.TaintFileMode != 0:
		return value.FromStat
	case t&api.TaintHeader != 0:
		return value.FromHeader
	case t&api.TaintRawMode != 0:
		return value.FromRaw
	}
	return 0
}

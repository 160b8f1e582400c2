package eval

import (
	"go/constant"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/value"
)

// maxAlts bounds the alternatives of a path.
const maxAlts = 4

// Path evaluates a string value.
func (s *Evaluator) Path(v ssa.Value) value.Text {
	if v == nil {
		return value.Text{}
	}
	return s.paths.get(v)
}

func (s *Evaluator) computePath(v ssa.Value) value.Text {
	next := func(x ssa.Value) value.Text { return s.Path(x) }
	switch v := v.(type) {
	case *ssa.Const:
		if v.Value != nil && v.Value.Kind() == constant.String {
			return value.Lit(constant.StringVal(v.Value))
		}
		if v.Value != nil {
			return value.Lit(v.Value.ExactString())
		}
		return value.Text{}
	case *ssa.BinOp:
		if v.Op == token.ADD {
			return value.Concat(next(v.X), next(v.Y))
		}
	case *ssa.ChangeType:
		return next(v.X)
	case *ssa.Convert:
		if !IsText(v.X.Type()) { // bytes or runes
			return s.guessable(next(v.X), s.Data(v.X))
		}
		return next(v.X)
	case *ssa.MakeInterface:
		return next(v.X)
	case *ssa.UnOp:
		if v.Op == token.MUL {
			return s.joinPaths(v, s.Load(v))
		}
	case *ssa.Field:
		return s.joinPaths(v, s.fieldOfValue(v.X, fieldName(v.X.Type(), v.Field)))
	case *ssa.Phi:
		if one := s.onlyEdge(v); one != nil {
			return next(one)
		}
		return s.joinPaths(v, Slot{Vals: v.Edges})
	case *ssa.Extract:
		if c, ok := v.Tuple.(*ssa.Call); ok {
			return s.callPath(c, v.Index)
		}
	case *ssa.Call:
		return s.callPath(v, 0)
	}
	return value.Opaque(s.Key(v))
}

// joinPaths is the path of a variable: its one value, or an opaque one that
// remembers the alternatives.
func (s *Evaluator) joinPaths(v ssa.Value, sl Slot) value.Text {
	if len(sl.Vals) == 1 && sl.Key == "" {
		return s.Path(sl.Vals[0])
	}
	var alts []value.Text
	seen := map[string]bool{}
	for _, x := range sl.Vals {
		p := s.Path(x)
		p.Each(func(q value.Text) bool {
			if k := q.Key(); !seen[k] && (len(q.Parts) > 0 || isEmptyString(x)) {
				seen[k] = true
				alts = append(alts, q)
			}
			return true
		})
	}
	if sl.Key != "" {
		if g, ok := s.Callees.Variable(sl.Key); ok {
			return g.Path
		}
		if len(alts) == 0 {
			if p, ok := s.fieldPath(v, sl.Key); ok {
				return p
			}
			return value.Opaque(sl.Key)
		}
		alts = append(alts, value.Opaque(sl.Key))
	}
	switch {
	case len(alts) == 0:
		return value.Text{}
	case len(alts) == 1:
		return alts[0]
	}
	p := value.Opaque(s.Key(v))
	if len(alts) <= maxAlts {
		p.Alts = alts
	}
	return p
}

// callPath evaluates a string result of a call.
func (s *Evaluator) callPath(c *ssa.Call, index int) value.Text {
	fn, args := s.Callee(c.Common())
	if p, ok := s.purePath(c, fn, args); ok && index == 0 {
		return p
	}
	if row := s.Rows.Lookup(fn); row != nil {
		if p, ok := s.rowPath(c, row, args, index); ok {
			return p
		}
	}
	if ret := s.Callees.Result(c, index); ret != nil {
		if p, ok := ret.Path(); ok {
			return p
		}
	}
	return s.guessable(value.Opaque(s.callKey(c, index)), s.Data(c))
}

// guessable names a text of which nothing else is known by how well it can be
// guessed.
func (s *Evaluator) guessable(p value.Text, d value.Data) value.Text {
	switch {
	case d.Taint&api.TaintRandom != 0:
		return value.Of(value.Unique, p.Key())
	case d.Taint&(api.TaintPid|api.TaintUID) != 0:
		return value.Of(value.Guess, d.Why)
	}
	return p
}

func (s *Evaluator) purePath(c *ssa.Call, fn *types.Func, args []ssa.Value) (value.Text, bool) {
	if fn == nil || len(args) == 0 {
		return value.Text{}, false
	}
	switch api.PureOf(fn) {
	case api.JoinPath:
		return value.JoinPath(s.elems(args, fn, 0)...), true
	case api.JoinText:
		elems := s.SliceElems(args[0])
		sep, ok := s.Path(args[len(args)-1]).Const()
		if elems == nil || !ok {
			return value.Text{}, false
		}
		var parts []value.Text
		for i, e := range elems {
			if i > 0 {
				parts = append(parts, value.Lit(sep))
			}
			parts = append(parts, s.Path(e))
		}
		return value.Concat(parts...), true
	case api.Format:
		return s.format(args, fn)
	case api.Print:
		return value.Concat(s.elems(args, fn, 0)...), true
	case api.DirOf:
		return s.Path(args[0]).Dir(), true
	case api.BaseOf:
		return value.Opaque(s.Path(args[0]).Key() + value.BasePart), true
	case api.SamePath:
		return s.Path(args[0]), true
	case api.NumberText:
		return s.text(args[0]), true
	case api.NameOf:
		return s.NameOf(args[0]), true
	}
	return value.Text{}, false
}

// NameOf is the path that a handle was made with.
func (s *Evaluator) NameOf(handle ssa.Value) value.Text {
	k := s.Key(handle)
	if p, ok := s.MadeAt(k); ok {
		return p
	}
	if value.Key(k).IsResult() {
		s.unsure() // the call that makes it may not have been seen yet
	}
	return value.Opaque(k + value.NamePart)
}

// rowPath evaluates results of calls in the table: temporary names, well-known
// directories, guessable numbers.
func (s *Evaluator) rowPath(c *ssa.Call, row *api.Call, args []ssa.Value, index int) (value.Text, bool) {
	key := ResultKey(c, index)
	switch {
	case row.PathResult != 0 && int(row.PathResult) == index+1:
		return value.Of(value.Unique, key), true
	case row.Taint&api.TaintTempDir != 0:
		return value.Of(value.SharedTmp, ""), true
	case row.Taint&api.TaintUserDir != 0:
		return value.Of(value.UserDir, row.Name), true
	case row.Taint&api.TaintRandom != 0:
		return value.Of(value.Unique, key), true
	case row.Taint&api.TaintPid != 0:
		return value.Of(value.Guess, row.Name), true
	case row.Taint&api.TaintGetenv != 0 && len(args) > 0:
		name, _ := s.Path(args[0]).Const()
		switch name {
		case "TMPDIR", "TMP", "TEMP":
			return value.Of(value.SharedTmp, ""), true
		case "XDG_RUNTIME_DIR", "HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME":
			return value.Of(value.UserDir, name), true
		}
		return value.Opaque("$" + name), true
	}
	return value.Text{}, false
}

// text is the printed form of a value inside a name.
func (s *Evaluator) text(v ssa.Value) value.Text {
	if mi, ok := v.(*ssa.MakeInterface); ok {
		v = mi.X
	}
	if b, ok := v.Type().Underlying().(*types.Basic); ok && b.Info()&types.IsString != 0 {
		return s.Path(v)
	}
	if c, ok := v.(*ssa.Const); ok && c.Value != nil {
		return value.Lit(strings.Trim(c.Value.ExactString(), `"`))
	}
	return s.guessable(value.Opaque(s.Key(v)), s.Data(v))
}

// format evaluates fmt.Sprintf with a constant format.
func (s *Evaluator) format(args []ssa.Value, fn *types.Func) (value.Text, bool) {
	f, ok := s.Path(args[0]).Const()
	if !ok {
		return value.Text{}, false
	}
	rest := s.variadic(args, fn)
	var parts []value.Text
	for f != "" {
		i := strings.IndexByte(f, '%')
		if i < 0 {
			parts = append(parts, value.Lit(f))
			break
		}
		parts = append(parts, value.Lit(f[:i]))
		j := i + 1
		for j < len(f) && strings.IndexByte("+-# 0123456789.", f[j]) >= 0 {
			j++
		}
		if j >= len(f) {
			break
		}
		switch {
		case f[j] == '%':
			parts = append(parts, value.Lit("%"))
		case len(rest) == 0:
			return value.Text{}, false
		default:
			parts = append(parts, s.text(rest[0]))
			rest = rest[1:]
		}
		f = f[j+1:]
	}
	return value.Concat(parts...), true
}

// elems evaluates all arguments from position from on, unpacking the variadic.
func (s *Evaluator) elems(args []ssa.Value, fn *types.Func, from int) []value.Text {
	var out []value.Text
	vs := args[from:]
	if fn.Signature().Variadic() {
		vs = append(append([]ssa.Value{}, args[from:len(args)-1]...), s.variadic(args, fn)...)
	}
	for _, v := range vs {
		out = append(out, s.text(v))
	}
	return out
}

// variadic returns the elements of a call's variadic argument, as far as they
// are known.
func (s *Evaluator) variadic(args []ssa.Value, fn *types.Func) []ssa.Value {
	if !fn.Signature().Variadic() || len(args) == 0 {
		return nil
	}
	return s.SliceElems(args[len(args)-1])
}

// SliceElems returns the elements of a slice literal, in order, or nil.
func (s *Evaluator) SliceElems(v ssa.Value) []ssa.Value {
	for range 4 {
		switch x := v.(type) {
		case *ssa.ChangeType:
			v = x.X
			continue
		case *ssa.UnOp:
			if sl := s.loadIfLoad(x); sl != nil {
				v = sl
				continue
			}
		}
		break
	}
	sl, ok := v.(*ssa.Slice)
	if !ok {
		return nil
	}
	arr, ok := sl.X.(*ssa.Alloc)
	if !ok {
		return nil
	}
	at, ok := arr.Type().Underlying().(*types.Pointer).Elem().Underlying().(*types.Array)
	if !ok || at.Len() > 64 {
		return nil
	}
	out := make([]ssa.Value, at.Len())
	for _, ref := range *arr.Referrers() {
		ia, ok := ref.(*ssa.IndexAddr)
		if !ok {
			continue
		}
		i, ok := ia.Index.(*ssa.Const)
		if !ok || i.Int64() >= at.Len() {
			return nil
		}
		for _, r := range *ia.Referrers() {
			if st, ok := r.(*ssa.Store); ok && st.Addr == ia {
				out[i.Int64()] = st.Val
			}
		}
	}
	for _, e := range out {
		if e == nil {
			return nil
		}
	}
	return out
}

func (s *Evaluator) loadIfLoad(x *ssa.UnOp) ssa.Value {
	if x.Op != token.MUL {
		return nil
	}
	sl := s.Load(x)
	if len(sl.Vals) == 1 && sl.Key == "" {
		return sl.Vals[0]
	}
	return nil
}

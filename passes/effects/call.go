package effects

import (
	"go/token"
	"go/types"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/permvet/permvet/internal/value"
)

// callee resolves what a call calls: the declared function or method and its
// arguments, the receiver first. Method values, method expressions and
// function variables that are set once are seen through. Nil if unknown.
func (s *scanner) callee(c *ssa.CallCommon) (*types.Func, []ssa.Value) {
	if c.IsInvoke() {
		return c.Method, append([]ssa.Value{c.Value}, c.Args...)
	}
	fn, recv := s.function(c.Value)
	if fn == nil {
		return nil, c.Args
	}
	obj, _ := fn.Object().(*types.Func)
	if recv != nil {
		return obj, append([]ssa.Value{recv}, c.Args...)
	}
	return obj, c.Args
}

// function returns the function that a value certainly is, and the receiver
// that a method value has bound.
func (s *scanner) function(v ssa.Value) (fn *ssa.Function, recv ssa.Value) {
	for range maxDepth {
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
			sl := s.load(x)
			if len(sl.vals) == 1 && sl.key == "" {
				v = sl.vals[0]
			} else if v = s.seam(x); v == nil {
				return nil, nil
			}
		case *ssa.FreeVar:
			if v = s.binding(x); v == nil {
				return nil, nil
			}
		default:
			return nil, nil
		}
	}
	return nil, nil
}

// arg returns the argument at a role's position.
func arg(fn *types.Func, args []ssa.Value, at int) ssa.Value {
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

// An instance is one call of a summarised function: it turns what the summary
// says of parameters into the caller's values.
type instance struct {
	s    *scanner
	call ssa.CallInstruction
	args []ssa.Value
	sum  *Summary
	// lit is the function literal that is called, nil for declared functions.
	lit *ssa.Function
}

// summaryOf returns what is known of the body that a call runs.
func (s *scanner) summaryOf(c ssa.CallInstruction) (*Summary, *instance) {
	common := c.Common()
	if common.IsInvoke() {
		if fn := s.implementation(common.Method); fn != nil {
			return s.instance(c, fn, append([]ssa.Value{common.Value}, common.Args...))
		}
		return nil, nil
	}
	fn, recv := s.function(common.Value)
	if fn == nil {
		return nil, nil
	}
	args := common.Args
	if recv != nil {
		args = append([]ssa.Value{recv}, args...)
		if m, ok := fn.Object().(*types.Func); ok {
			if decl := s.prog.FuncValue(m.Origin()); decl != nil {
				fn = decl
			}
		}
	}
	return s.instance(c, fn, args)
}

func (s *scanner) instance(c ssa.CallInstruction, fn *ssa.Function, args []ssa.Value) (*Summary, *instance) {
	if o := fn.Origin(); o != nil {
		fn = o
	}
	sum := s.summaryOfFunc(fn)
	if sum == nil {
		return nil, nil
	}
	in := &instance{s: s, call: c, args: args, sum: sum}
	if fn.Parent() != nil {
		in.lit = fn
	}
	return sum, in
}

// returns tells of result index of a call, if its callee is summarised.
func (s *scanner) returns(c *ssa.Call, index int) (*Ret, *instance) {
	sum, in := s.summaryOf(c)
	if sum == nil || index >= len(sum.Returns) {
		return nil, nil
	}
	return &sum.Returns[index], in
}

// argOf returns the argument that a key starts with and the rest of the key.
func (in *instance) argOf(key string) (ssa.Value, string, bool) {
	if in.lit != nil {
		rest, ok := strings.CutPrefix(key, fnID(in.lit)+"#")
		if !ok {
			return nil, "", false
		}
		key = "#" + rest
	}
	i, sel, ok := paramIndex(key)
	if !ok || i >= len(in.args) {
		return nil, "", false
	}
	return in.args[i], sel, true
}

// follow reads the fields that sel names, starting at v.
func (in *instance) follow(v ssa.Value, sel string) slot {
	at := in.call.(ssa.Instruction)
	for strings.HasPrefix(sel, ".") {
		end := 1
		for end < len(sel) && sel[end] != '.' && sel[end] != '^' && sel[end] != '[' {
			end++
		}
		name, rest := sel[1:end], sel[end:]
		var sl slot
		if _, ptr := v.Type().Underlying().(*types.Pointer); ptr {
			sl = in.s.readField(v, name, at)
		} else {
			sl = in.s.fieldOfValue(v, name, at, in.s.key(v)+"."+name)
		}
		if len(sl.vals) != 1 || sl.key != "" || sl.zero {
			if rest != "" {
				return slot{key: in.s.key(v) + sel}
			}
			return sl
		}
		v, sel = sl.vals[0], rest
	}
	if sel != "" {
		return slot{key: in.s.key(v) + sel}
	}
	return slot{vals: []ssa.Value{v}}
}

// bindKey rewrites a key into the caller's terms.
func (in *instance) bindKey(key string) string {
	if key == "" {
		return ""
	}
	for i, r := range in.sum.Returns {
		if r.Handle == key && !strings.HasPrefix(key, "#") && in.lit == nil {
			return resultKey(in.call, i)
		}
	}
	if v, sel, ok := in.argOf(key); ok {
		sl := in.follow(v, sel)
		if len(sl.vals) == 1 {
			return in.s.key(sl.vals[0])
		}
		if sl.key != "" {
			return sl.key
		}
	}
	if in.lit != nil {
		return key // the literal shares its parent's names
	}
	return in.rewrite(key)
}

// rewrite replaces parameters inside a composed key, and makes names of the
// callee's locals unique to this call.
func (in *instance) rewrite(key string) string {
	var b strings.Builder
	for i := 0; i < len(key); i++ {
		if key[i] != '#' {
			b.WriteByte(key[i])
			continue
		}
		end := i + 1
		for end < len(key) && key[end] >= '0' && key[end] <= '9' {
			end++
		}
		n, err := strconv.Atoi(key[i+1 : end])
		if err != nil || n >= len(in.args) {
			b.WriteByte('#')
			continue
		}
		b.WriteString(in.s.key(in.args[n]))
		i = end - 1
	}
	r := b.String()
	if strings.Contains(key, ":") {
		r = resultKey(in.call, 0) + "/" + key
	}
	if len(r) > 256 {
		r = resultKey(in.call, 0) + "/…"
	}
	return r
}

func (in *instance) bindWord(w value.Word) value.Word {
	if w.Src == "" {
		return w
	}
	v, sel, ok := in.argOf(w.Src)
	if !ok {
		if in.lit != nil {
			return w
		}
		w.Keep, w.Src = 0, ""
		return w
	}
	sl := in.follow(v, sel)
	typ := v.Type()
	if len(sl.vals) > 0 {
		typ = sl.vals[0].Type()
	}
	a := in.s.joinWords(sl, typ, 1)
	if len(sl.vals) == 0 && sl.key != "" {
		if g, ok := in.s.globalFact(sl.key); ok {
			a = g.Word
		} else {
			a = value.Symbol(sl.key)
		}
	}
	return w.Bind(a)
}

func (in *instance) bindPath(p value.Path) value.Path {
	return p.Bind(func(key string) (value.Path, bool) {
		if v, sel, ok := in.argOf(key); ok {
			return in.argPath(v, sel), true
		}
		if in.lit != nil {
			return value.Path{}, false
		}
		return value.Opaque(in.bindKey(key)), true
	})
}

// argPath is the path at sel of an argument: itself, a field, its directory,
// its base, or the name of the file it is.
func (in *instance) argPath(v ssa.Value, sel string) value.Path {
	fields, op, _ := strings.Cut(sel, "^")
	sl := in.follow(v, fields)
	var p value.Path
	switch {
	case op == "name" && len(sl.vals) == 1:
		return in.s.nameOf(sl.vals[0])
	case len(sl.vals) == 1 && sl.key == "":
		p = in.s.path(sl.vals[0])
	case sl.key != "":
		if g, ok := in.s.globalFact(sl.key); ok {
			p = g.Path
		} else {
			p = value.Opaque(sl.key)
		}
	case sl.zero && len(sl.vals) == 0:
		return value.Path{}
	default:
		p = value.Opaque(in.s.key(v) + sel)
	}
	switch op {
	case "":
		return p
	case "dir":
		return p.Dir()
	}
	return value.Opaque(p.Key() + "^" + op)
}

func (in *instance) bindData(d value.Data) value.Data {
	return d.Bind(func(key string) (value.Data, bool) {
		v, sel, ok := in.argOf(key)
		if !ok {
			return value.Data{}, false
		}
		if sel == "" {
			return in.s.data(v), true
		}
		fields, op, _ := strings.Cut(sel, "^")
		d := in.s.slotData(in.follow(v, fields), 1)
		switch "^" + op {
		case some:
			return part(element(d)), true
		case "^":
			return d, true
		}
		return element(d), true
	})
}

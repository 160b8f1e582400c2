package effects

import (
	"go/types"
	"strconv"
	"strings"

	"github.com/permvet/permvet/internal/value"
	"github.com/permvet/permvet/passes/effects/internal/eval"
	"golang.org/x/tools/go/ssa"
)

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
	fn, recv := s.Function(common.Value)
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

// A bound is a result of a call of a summarised function.
type bound struct {
	in  *instance
	ret *Ret
}

// Result returns result i of a call, if its callee is summarised.
func (s *scanner) Result(c *ssa.Call, i int) eval.Outcome {
	sum, in := s.summaryOf(c)
	if sum == nil || i >= len(sum.Returns) {
		return nil
	}
	return bound{in, &sum.Returns[i]}
}

// Word is the result as an integer.
func (b bound) Word() value.Word { return b.in.bindWord(b.ret.Word) }

// Path is the result as a text; ok is false if nothing is known of it.
func (b bound) Path() (p value.Text, ok bool) {
	if len(b.ret.Path.Parts) == 0 {
		return value.Text{}, false
	}
	return b.in.bindPath(b.ret.Path), true
}

// Data tells where the result comes from.
func (b bound) Data() value.Data { return b.in.bindData(b.ret.Data) }

// argOf returns the argument that a key starts with and the rest of the key.
func (in *instance) argOf(key string) (ssa.Value, string, bool) {
	if in.lit != nil {
		param, ok := value.Key(key).InLiteral(eval.FnID(in.lit))
		if !ok {
			return nil, "", false
		}
		key = string(param)
	}
	i, sel, ok := eval.ParamIndex(key)
	if !ok || i >= len(in.args) {
		return nil, "", false
	}
	return in.args[i], sel, true
}

// follow reads the fields that sel names, starting at v.
func (in *instance) follow(v ssa.Value, sel string) eval.Slot { return in.s.Follow(v, sel, in.call) }

// bindKey rewrites a key into the caller's terms.
func (in *instance) bindKey(key string) string {
	if key == "" {
		return ""
	}
	for i, r := range in.sum.Returns {
		if r.Handle == key && !value.Key(key).FromParam() && in.lit == nil {
			return eval.ResultKey(in.call, i)
		}
	}
	if v, sel, ok := in.argOf(key); ok {
		sl := in.follow(v, sel)
		if len(sl.Vals) == 1 {
			return in.s.Key(sl.Vals[0])
		}
		if sl.Key != "" {
			return sl.Key
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
		b.WriteString(in.s.Key(in.args[n]))
		i = end - 1
	}
	r := b.String()
	if value.Key(key).IsLocal() {
		r = eval.ResultKey(in.call, 0) + "/" + key
	}
	if len(r) > 256 {
		r = eval.ResultKey(in.call, 0) + "/…"
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
	if len(sl.Vals) > 0 {
		typ = sl.Vals[0].Type()
	}
	a := in.s.JoinWords(sl, typ)
	if len(sl.Vals) == 0 && sl.Key != "" {
		if g, ok := in.s.Variable(sl.Key); ok {
			a = g.Word
		} else {
			a = value.Symbol(sl.Key)
		}
	}
	return w.Bind(a)
}

func (in *instance) bindPath(p value.Text) value.Text {
	return p.Bind(func(key string) (value.Text, bool) {
		if v, sel, ok := in.argOf(key); ok {
			return in.argPath(v, sel), true
		}
		if in.lit != nil {
			return value.Text{}, false
		}
		return value.Opaque(in.bindKey(key)), true
	})
}

// argPath is the path at sel of an argument: itself, a field, its directory,
// its base, or the name of the file it is.
func (in *instance) argPath(v ssa.Value, sel string) value.Text {
	fields, op, _ := strings.Cut(sel, "^")
	sl := in.follow(v, fields)
	var p value.Text
	switch {
	case op == "name" && len(sl.Vals) == 1:
		return in.s.NameOf(sl.Vals[0])
	case len(sl.Vals) == 1 && sl.Key == "":
		p = in.s.Path(sl.Vals[0])
	case sl.Key != "":
		if g, ok := in.s.Variable(sl.Key); ok {
			p = g.Path
		} else {
			p = value.Opaque(sl.Key)
		}
	case sl.Zero && len(sl.Vals) == 0:
		return value.Text{}
	default:
		p = value.Opaque(in.s.Key(v) + sel)
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
			return in.s.Data(v), true
		}
		fields, op, _ := strings.Cut(sel, "^")
		d := in.s.SlotData(in.follow(v, fields))
		switch "^" + op {
		case eval.Some:
			return eval.Part(eval.Element(d)), true
		case "^":
			return d, true
		}
		return eval.Element(d), true
	})
}

package eval

import (
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/value"
	"github.com/permvet/permvet/passes/effects/internal/flow"
	"golang.org/x/tools/go/ssa"
)

// This file follows the environment: a whole copy of it, made entry by entry,
// is the environment; a copy that leaves entries out is not.

// Each marks a source as an element of the parameter rather than the whole.
const Each = "^each"

// Some marks a source as a choice of the parameter's elements.
const Some = "^Some"

// element is the data of one element of a collection: one variable of the
// environment is not the environment.
func Element(d value.Data) value.Data {
	if d.Taint&api.TaintEnviron != 0 {
		d.Taint = d.Taint&^api.TaintEnviron | api.TaintEnvVar
	}
	d.Taint &^= api.TaintNilList
	d.Srcs = mapSrcs(d.Srcs, func(s string) string {
		if strings.Contains(s, "^") {
			return s
		}
		return s + Each
	})
	return d
}

// whole is the reverse of element: all elements together.
func whole(d value.Data) value.Data {
	if d.Taint&api.TaintEnvVar != 0 {
		d.Taint = d.Taint&^api.TaintEnvVar | api.TaintEnviron
	}
	d.Srcs = mapSrcs(d.Srcs, func(s string) string { return strings.TrimSuffix(s, Each) })
	return d
}

func mapSrcs(srcs []string, f func(string) string) []string {
	var out []string
	for _, s := range srcs {
		out = append(out, f(s))
	}
	return out
}

func hasElement(d value.Data) bool {
	if d.Taint&api.TaintEnvVar != 0 {
		return true
	}
	for _, s := range d.Srcs {
		if strings.HasSuffix(s, Each) {
			return true
		}
	}
	return false
}

// Gathered is the data that is collected by an instruction run for each
// element of something: the whole thing, unless it is skipped for some.
func (s *Evaluator) Gathered(d value.Data, at ssa.Instruction) value.Data {
	switch {
	case !hasElement(d):
		return d
	case s.forEach(at):
		return whole(d)
	}
	return Part(d)
}

// Part is the data of a collection of some elements: what is gathered of it is not
// the environment.
func Part(d value.Data) value.Data {
	if d.Taint&api.TaintEnvVar != 0 {
		d.Taint = d.Taint&^api.TaintEnvVar | api.TaintEnvPart
	}
	d.Srcs = mapSrcs(d.Srcs, func(s string) string {
		if list, ok := strings.CutSuffix(s, Each); ok {
			return list + Some
		}
		return s
	})
	return d
}

// forEach reports whether the instruction runs in every turn of the innermost
// loop around it, but for entries that have not the form that they should.
func (s *Evaluator) forEach(at ssa.Instruction) bool {
	b := at.Block()
	head := flow.LoopHead(b)
	if head == nil {
		return false
	}
	for _, d := range b.Parent().Blocks {
		if d == head || d == b || !head.Dominates(d) || len(d.Instrs) == 0 {
			continue
		}
		iff, ok := d.Instrs[len(d.Instrs)-1].(*ssa.If)
		if ok && flow.Reachable(d, head, b) && flow.Reachable(d, b, head) && !s.wellFormed(iff.Cond) {
			return false
		}
	}
	return true
}

// wellFormed reports whether a condition looks only at the form of an entry:
// that there is a "=" in it, that it has two parts, that it is not empty.
func (s *Evaluator) wellFormed(cond ssa.Value) bool {
	switch c := cond.(type) {
	case *ssa.UnOp:
		return c.Op == token.NOT && s.wellFormed(c.X)
	case *ssa.BinOp:
		if flow.IsNil(c.X) || flow.IsNil(c.Y) || isEmptyString(c.X) || isEmptyString(c.Y) {
			return true
		}
		b, ok := c.X.Type().Underlying().(*types.Basic)
		return ok && b.Info()&types.IsInteger != 0 && b.Kind() != types.Uint8
	case *ssa.Extract:
		switch t := c.Tuple.(type) {
		case *ssa.Next:
			return true
		case *ssa.Call:
			fn, _ := s.Callee(t.Common())
			return c.Index > 0 && (api.PureOf(fn) == api.PassOn || api.PureOf(fn) == api.Splits)
		}
	}
	return false
}

func isEmptyString(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.Value != nil && c.Value.Kind() == constant.String && constant.StringVal(c.Value) == ""
}

// refine corrects the data of a value by what else is done with it: entries
// deleted from a map, a list that is looked at before use.
func (s *Evaluator) refine(v ssa.Value, d value.Data) value.Data {
	if d.Taint&(api.TaintEnviron|api.TaintEnvFunc) != 0 {
		if _, ok := v.Type().Underlying().(*types.Map); ok {
			if names, any := s.deletes(v); any {
				if d.Taint&api.TaintEnvFunc != 0 && removesAll(d.Why, names) {
					d.Taint &^= api.TaintEnvFunc
				}
				d = Part(Element(d))
			}
		}
	}
	if d.Taint&api.TaintNilList != 0 && nilChecked(v) {
		d.Taint &^= api.TaintNilList
	}
	return d
}

// removesAll reports whether the names, nil for any, are all of those under which
// a map of functions from the table lets templates read the environment.
func removesAll(source string, names []string) bool {
	row := api.ByName(source)
	if row == nil || row.Taint&api.TaintEnvFunc == 0 || names == nil {
		return true
	}
	return slices.Contains(names, "env") && slices.Contains(names, "expandenv")
}

// deletes reports whether entries are deleted from the map, and which: nil when
// one is deleted whose name is not known.
func (s *Evaluator) deletes(m ssa.Value) (names []string, any bool) {
	refs := m.Referrers()
	if refs == nil {
		return nil, false
	}
	unknown := false
	for _, r := range *refs {
		switch r := r.(type) {
		case *ssa.Call:
			if b, ok := r.Call.Value.(*ssa.Builtin); ok && b.Name() == "delete" && r.Call.Args[0] == m {
				name, known := s.Path(r.Call.Args[1]).Const()
				names, any, unknown = append(names, name), true, unknown || !known
			}
		case *ssa.ChangeType:
			more, some := s.deletes(r)
			names, any, unknown = append(names, more...), any || some, unknown || some && more == nil
		}
	}
	if unknown {
		return nil, any
	}
	return names, any
}

// nilChecked reports whether the list, or its length, is compared with
// something.
func nilChecked(v ssa.Value) bool {
	refs := v.Referrers()
	if refs == nil {
		return false
	}
	for _, r := range *refs {
		switch r := r.(type) {
		case *ssa.BinOp:
			return true
		case *ssa.Call:
			if b, ok := r.Call.Value.(*ssa.Builtin); ok && b.Name() == "len" && len(*r.Referrers()) > 0 {
				if _, cmp := (*r.Referrers())[0].(*ssa.BinOp); cmp {
					return true
				}
			}
		}
	}
	return false
}

// nilList reports whether a phi is a list that starts nil and gets only
// entries that pass a condition, so that it may stay nil.
func (s *Evaluator) nilList(phi *ssa.Phi) bool {
	if _, ok := phi.Type().Underlying().(*types.Slice); !ok {
		return false
	}
	var appends []*ssa.Call
	starts := false
	seen := map[ssa.Value]bool{}
	var visit func(ssa.Value) bool
	visit = func(v ssa.Value) bool {
		if seen[v] {
			return true
		}
		seen[v] = true
		switch v := v.(type) {
		case *ssa.Phi:
			for _, e := range v.Edges {
				if !visit(e) {
					return false
				}
			}
			return true
		case *ssa.Const:
			starts = starts || v.IsNil()
			return v.IsNil()
		case *ssa.Call:
			if IsAppend(v) {
				appends = append(appends, v)
				return visit(v.Call.Args[0])
			}
		}
		return false
	}
	if !visit(phi) || !starts || len(appends) == 0 {
		return false
	}
	for _, a := range appends {
		d := s.Data(a.Call.Args[1])
		if d.Taint&api.TaintGetenv == 0 && !hasElement(d) || hasElement(d) && s.forEach(a) {
			return false
		}
	}
	return true
}

func IsAppend(c *ssa.Call) bool {
	b, ok := c.Call.Value.(*ssa.Builtin)
	return ok && b.Name() == "append"
}

// appendData is the data of append(list, more...).
func (s *Evaluator) appendData(c *ssa.Call) value.Data {
	base, more := s.Data(c.Call.Args[0]), s.Data(c.Call.Args[1])
	d := value.Union(base, s.Gathered(more, c))
	if neverNil(c.Call.Args[0]) || neverNil(c.Call.Args[1]) {
		d.Taint &^= api.TaintNilList
	}
	return d
}

// neverNil reports whether a list is a literal or made, as far as can be seen.
func neverNil(v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.MakeSlice, *ssa.Slice:
		return true
	case *ssa.Call:
		return IsAppend(v) && neverNil(v.Call.Args[0])
	}
	return false
}

// functionData: a function that reads variables by a name it is given hands
// out the environment to whoever may call it, such as a template.
func (s *Evaluator) functionData(fn *ssa.Function) value.Data {
	if obj, ok := fn.Object().(*types.Func); ok {
		if row := s.Rows.Lookup(obj); row != nil && row.Taint&(api.TaintGetenv|api.TaintEnviron) != 0 {
			return value.Data{Taint: api.TaintEnvFunc, Why: row.Name}
		}
	}
	for _, b := range fn.Blocks {
		for _, in := range b.Instrs {
			c, ok := in.(*ssa.Call)
			if !ok {
				continue
			}
			callee, args := s.Callee(c.Common())
			row := s.Rows.Lookup(callee)
			if row == nil || row.Taint&api.TaintGetenv == 0 || len(args) == 0 {
				continue
			}
			if _, p := args[0].(*ssa.Parameter); p {
				return value.Data{Taint: api.TaintEnvFunc, Why: row.Name}
			}
		}
	}
	return value.Data{}
}

// Program is the data of a program's name. Of a list of arguments the first
// element counts, and the names of the others say nothing about it.
func (s *Evaluator) Program(v ssa.Value) value.Data {
	ld, ok := v.(*ssa.UnOp)
	if !ok {
		return s.Data(v)
	}
	ia, ok := ld.X.(*ssa.IndexAddr)
	if !ok {
		return s.Data(v)
	}
	i, constant := ia.Index.(*ssa.Const)
	if elems := s.SliceElems(ia.X); constant && i.Int64() < int64(len(elems)) {
		return s.Data(elems[i.Int64()])
	}
	d := s.Data(v)
	if !constant || i.Int64() != 0 || !isArgs(ia.X) {
		d.Names = nil
	}
	return d
}

// isArgs reports whether a list is os.Args, whose first element is this program.
func isArgs(v ssa.Value) bool {
	ld, ok := v.(*ssa.UnOp)
	if !ok {
		return false
	}
	g, ok := ld.X.(*ssa.Global)
	return ok && g.Name() == "Args" && g.Pkg != nil && g.Pkg.Pkg.Path() == "os"
}

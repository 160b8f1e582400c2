package effects

import (
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/value"
)

// This file follows the environment: a whole copy of it, made entry by entry,
// is the environment; a copy that leaves entries out is not.

// each marks a source as an element of the parameter rather than the whole.
const each = "^each"

// some marks a source as a choice of the parameter's elements.
const some = "^some"

// element is the data of one element of a collection: one variable of the
// environment is not the environment.
func element(d value.Data) value.Data {
	if d.Taint&api.TaintEnviron != 0 {
		d.Taint = d.Taint&^api.TaintEnviron | api.TaintEnvVar
	}
	d.Taint &^= api.TaintNilList
	d.Srcs = mapSrcs(d.Srcs, func(s string) string {
		if strings.Contains(s, "^") {
			return s
		}
		return s + each
	})
	return d
}

// whole is the reverse of element: all elements together.
func whole(d value.Data) value.Data {
	if d.Taint&api.TaintEnvVar != 0 {
		d.Taint = d.Taint&^api.TaintEnvVar | api.TaintEnviron
	}
	d.Srcs = mapSrcs(d.Srcs, func(s string) string { return strings.TrimSuffix(s, each) })
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
		if strings.HasSuffix(s, each) {
			return true
		}
	}
	return false
}

// gathered is the data that is collected by an instruction run for each
// element of something: the whole thing, unless it is skipped for some.
func (s *scanner) gathered(d value.Data, at ssa.Instruction) value.Data {
	switch {
	case !hasElement(d):
		return d
	case s.forEach(at):
		return whole(d)
	}
	return part(d)
}

// part is the data of a collection of some elements: what is gathered of it is not
// the environment.
func part(d value.Data) value.Data {
	if d.Taint&api.TaintEnvVar != 0 {
		d.Taint = d.Taint&^api.TaintEnvVar | api.TaintEnvPart
	}
	d.Srcs = mapSrcs(d.Srcs, func(s string) string {
		if list, ok := strings.CutSuffix(s, each); ok {
			return list + some
		}
		return s
	})
	return d
}

// forEach reports whether the instruction runs in every turn of the innermost
// loop around it, but for entries that have not the form that they should.
func (s *scanner) forEach(at ssa.Instruction) bool {
	b := at.Block()
	head := loopHead(b)
	if head == nil {
		return false
	}
	for _, d := range b.Parent().Blocks {
		if d == head || d == b || !head.Dominates(d) || len(d.Instrs) == 0 {
			continue
		}
		iff, ok := d.Instrs[len(d.Instrs)-1].(*ssa.If)
		if ok && reachable(d, head, b) && reachable(d, b, head) && !s.wellFormed(iff.Cond) {
			return false
		}
	}
	return true
}

// loopHead returns the first block of the innermost loop that b stands in.
func loopHead(b *ssa.BasicBlock) *ssa.BasicBlock {
	for d := b; d != nil; d = d.Idom() {
		for _, p := range d.Preds {
			if d.Dominates(p) && (p == b || reachable(b, p, d)) {
				return d
			}
		}
	}
	return nil
}

// reachable reports whether a path of at least one edge leads from a to b
// without passing avoid.
func reachable(a, b, avoid *ssa.BasicBlock) bool {
	seen := make([]bool, len(a.Parent().Blocks))
	stack := append([]*ssa.BasicBlock{}, a.Succs...)
	for len(stack) > 0 {
		x := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if x == b {
			return true
		}
		if x == avoid || seen[x.Index] {
			continue
		}
		seen[x.Index] = true
		stack = append(stack, x.Succs...)
	}
	return false
}

// wellFormed reports whether a condition looks only at the form of an entry:
// that there is a "=" in it, that it has two parts, that it is not empty.
func (s *scanner) wellFormed(cond ssa.Value) bool {
	switch c := cond.(type) {
	case *ssa.UnOp:
		return c.Op == token.NOT && s.wellFormed(c.X)
	case *ssa.BinOp:
		if isNil(c.X) || isNil(c.Y) || isEmptyString(c.X) || isEmptyString(c.Y) {
			return true
		}
		b, ok := c.X.Type().Underlying().(*types.Basic)
		return ok && b.Info()&types.IsInteger != 0 && b.Kind() != types.Uint8
	case *ssa.Extract:
		switch t := c.Tuple.(type) {
		case *ssa.Next:
			return true
		case *ssa.Call:
			fn, _ := s.callee(t.Common())
			return api.PureOf(fn) == api.PassOn && c.Index > 0
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
func (s *scanner) refine(v ssa.Value, d value.Data) value.Data {
	if d.Taint&(api.TaintEnviron|api.TaintEnvFunc) != 0 {
		if _, ok := v.Type().Underlying().(*types.Map); ok {
			if names, any := s.deletes(v); any {
				if d.Taint&api.TaintEnvFunc != 0 && removesAll(d.Why, names) {
					d.Taint &^= api.TaintEnvFunc
				}
				d = part(element(d))
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
func (s *scanner) deletes(m ssa.Value) (names []string, any bool) {
	refs := m.Referrers()
	if refs == nil {
		return nil, false
	}
	unknown := false
	for _, r := range *refs {
		switch r := r.(type) {
		case *ssa.Call:
			if b, ok := r.Call.Value.(*ssa.Builtin); ok && b.Name() == "delete" && r.Call.Args[0] == m {
				name, known := s.path(r.Call.Args[1]).Const()
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
func (s *scanner) nilList(phi *ssa.Phi, depth int) bool {
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
			if isAppend(v) {
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
		d := s.dataAt(a.Call.Args[1], depth)
		if d.Taint&api.TaintGetenv == 0 && !hasElement(d) || hasElement(d) && s.forEach(a) {
			return false
		}
	}
	return true
}

func isAppend(c *ssa.Call) bool {
	b, ok := c.Call.Value.(*ssa.Builtin)
	return ok && b.Name() == "append"
}

// appendData is the data of append(list, more...).
func (s *scanner) appendData(c *ssa.Call, depth int) value.Data {
	base, more := s.dataAt(c.Call.Args[0], depth+1), s.dataAt(c.Call.Args[1], depth+1)
	d := value.Union(base, s.gathered(more, c))
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
		return isAppend(v) && neverNil(v.Call.Args[0])
	}
	return false
}

// functionData: a function that reads variables by a name it is given hands
// out the environment to whoever may call it, such as a template.
func (s *scanner) functionData(fn *ssa.Function) value.Data {
	if obj, ok := fn.Object().(*types.Func); ok {
		if row := api.Lookup(obj); row != nil && row.Taint&(api.TaintGetenv|api.TaintEnviron) != 0 {
			return value.Data{Taint: api.TaintEnvFunc, Why: row.Name}
		}
	}
	for _, b := range fn.Blocks {
		for _, in := range b.Instrs {
			c, ok := in.(*ssa.Call)
			if !ok {
				continue
			}
			callee, args := s.callee(c.Common())
			row := api.Lookup(callee)
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

// program is the data of a program's name. Of a list of arguments the first
// element counts, and the names of the others say nothing about it.
func (s *scanner) program(v ssa.Value) value.Data {
	ld, ok := v.(*ssa.UnOp)
	if !ok {
		return s.data(v)
	}
	ia, ok := ld.X.(*ssa.IndexAddr)
	if !ok {
		return s.data(v)
	}
	i, constant := ia.Index.(*ssa.Const)
	if elems := s.sliceElems(ia.X); constant && i.Int64() < int64(len(elems)) {
		return s.data(elems[i.Int64()])
	}
	d := s.data(v)
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

// RunsItself reports whether the program of a command, spawn or exec is this one
// again, in another role.
func (e *Effect) RunsItself() bool {
	self := strings.HasPrefix(e.Name.Prefix(), "/proc/self/") || e.Row.Path == 0 && e.Kind == api.Command
	return self || slices.Contains(e.Program.Names, "Executable") || slices.Contains(e.Program.Names, "Args")
}

package effects

import (
	"go/token"
	"go/types"
	"strings"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/value"
	"github.com/permvet/permvet/passes/effects/internal/flow"
	"golang.org/x/tools/go/ssa"
)

// Guards returns the conditions that decide whether the effect happens, the
// nearest first.
func (e *Effect) Guards() []flow.Guard { return flow.Guards(e.Instr.Block()) }

// Reentry reports whether the effect happens only when the program was started
// in a certain way: an argument or an environment variable says so, as with the
// hidden sub-command of a program that runs itself as a child.
func (r *Result) Reentry(e *Effect) bool {
	for _, g := range e.Guards() {
		x, y, equal, ok := g.Equal()
		if !ok || !equal {
			continue
		}
		for _, v := range []ssa.Value{x, y} {
			if strings.HasPrefix(r.Key(v), "os.Args[") || r.Data(v).Taint&(api.TaintGetenv|api.TaintArgs) != 0 {
				return true
			}
		}
	}
	return false
}

// Found says what a guard tells of the object that a Stat looked at: yes that
// it was there, no that it was missing.
func (r *Result) Found(g flow.Guard, stat *Effect) value.Tri {
	switch c := g.Cond.(type) {
	case *ssa.UnOp:
		if c.Op == token.NOT {
			return r.Found(flow.Guard{Cond: c.X, Holds: !g.Holds}, stat)
		}
	case *ssa.BinOp:
		x, y, equal, ok := g.Equal()
		if ok && flow.IsNil(x) {
			x, y = y, x
		}
		if ok && flow.IsNil(y) && flow.IsErrorOf(x, stat.Instr) {
			return yesIf(equal)
		}
	case *ssa.Call:
		if c == stat.Instr {
			return askedBy(g, stat)
		}
		fn, args := r.callee(c)
		switch api.PureOf(fn) {
		case api.IsMissing:
			if flow.IsErrorOf(args[0], stat.Instr) {
				return yesIf(!g.Holds)
			}
		case api.IsError:
			if flow.IsErrorOf(args[0], stat.Instr) && saysMissing(args[1]) {
				return yesIf(!g.Holds)
			}
		}
	case *ssa.Extract:
		if c.Tuple == stat.Instr.Value() {
			return askedBy(g, stat)
		}
	}
	return value.Unknown
}

func (r *Result) callee(c ssa.CallInstruction) (fn *types.Func, args []ssa.Value) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.ev.Callee(c.Common())
}

// askedBy reads the answer of a function that looks at an object and returns
// true or false. What true means only its name tells.
func askedBy(g flow.Guard, stat *Effect) value.Tri {
	if stat.Own() || stat.Callee == nil {
		return value.Unknown
	}
	name := strings.ToLower(stat.Callee.Name())
	for _, no := range []string{"notexist", "missing", "absent", "notfound"} {
		if strings.Contains(name, no) {
			return yesIf(!g.Holds)
		}
	}
	for _, yes := range []string{"exist", "isfile", "isdir", "isregular", "hasfile", "present"} {
		if strings.Contains(name, yes) {
			return yesIf(g.Holds)
		}
	}
	return value.Unknown
}

// saysMissing reports whether an error value is fs.ErrNotExist, os.ErrNotExist
// or ENOENT.
func saysMissing(v ssa.Value) bool {
	if mi, ok := v.(*ssa.MakeInterface); ok {
		v = mi.X
	}
	switch v := v.(type) {
	case *ssa.UnOp:
		g, ok := v.X.(*ssa.Global)
		return ok && g.Name() == "ErrNotExist"
	case *ssa.Const: // syscall.ENOENT, which is 2 on every system
		return v.Value != nil && flow.IsErrno(v.Type()) && v.Value.ExactString() == "2"
	}
	return false
}

func yesIf(b bool) value.Tri {
	if b {
		return value.Yes
	}
	return value.No
}

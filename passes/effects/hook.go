package effects

import (
	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/value"
	"github.com/permvet/permvet/passes/effects/internal/eval"
	"github.com/permvet/permvet/passes/effects/internal/flow"
	"golang.org/x/tools/go/ssa"
)

// This file finds the mode that a socket is born with. The kernel gives the
// file the mode that the descriptor has at bind, less the umask.

// hooked returns the mode that a listening call's hook gives to the socket
// before it is bound: what the call itself asks for when there is no hook, and
// nothing certain when the hook is not known.
func (s *scanner) hooked(e *Effect, recv ssa.Value) value.Word {
	sl := s.Follow(recv, "."+e.Row.Hook, e.Instr)
	if len(sl.Vals) == 0 && sl.Key == "" {
		return e.Mode // never set
	}
	mode := e.Mode
	for i, v := range sl.Vals {
		m := s.hookMode(e.Mode, v)
		if i > 0 || sl.Zero {
			m = value.Join(mode, m)
		}
		mode = m
	}
	if sl.Key != "" {
		return value.Word{}
	}
	return mode
}

// hookMode is the mode of a socket after the hook v.
func (s *scanner) hookMode(before value.Word, v ssa.Value) value.Word {
	if flow.IsNil(v) {
		return before
	}
	fn, _ := s.Function(v)
	if fn == nil {
		return value.Word{}
	}
	sum := s.summaryOfFunc(fn)
	if sum == nil {
		if len(fn.Blocks) == 0 {
			return value.Word{}
		}
		return before // known to do nothing of interest
	}
	if sum.Truncated {
		return value.Word{}
	}
	last := fn.Signature.Params().Len() - 1
	socket := string(value.ParamKey(last))
	if fn.Parent() != nil {
		socket = string(value.LiteralParamKey(eval.FnID(fn), last))
	}
	for _, act := range sum.Acts {
		switch {
		case act.Kind != api.Chmod || act.Object.Handle != socket:
		case fn.Parent() == nil && act.Mode.Src != "":
			before = value.Word{}
		default:
			before = act.Mode
		}
	}
	return before
}

// boundMode is the mode that a socket has when it is bound by its descriptor.
func (f *Func) boundMode(bind *Effect) value.Word {
	mode := bind.Mode
	for _, e := range f.Effects {
		if e.Kind != api.Chmod || e.Object.Handle == "" || e.Object.Handle != bind.Object.Handle {
			continue
		}
		if f.res.ev.Flow.Dominates(e.Instr, bind.Instr) {
			mode = e.Mode
		} else {
			mode = value.Join(mode, e.Mode)
		}
	}
	return mode
}

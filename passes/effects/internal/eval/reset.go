package eval

import (
	"golang.org/x/tools/go/ssa"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/value"
)

// sinceEmptied is what the buffer that c reads holds where it was certainly
// emptied before: what was written after that. A buffer that is used for a
// public file after a private one is not private.
func (s *Evaluator) sinceEmptied(c *ssa.Call, args []ssa.Value) (value.Data, bool) {
	if len(args) != 1 {
		return value.Data{}, false
	}
	buf := s.AllocOf(args[0])
	if buf == nil {
		return value.Data{}, false
	}
	var emptied ssa.CallInstruction
	for _, in := range *buf.Referrers() {
		call, ok := in.(*ssa.Call)
		if !ok || !s.Flow.Dominates(call, c) || emptied != nil && !s.Flow.Dominates(emptied, call) {
			continue
		}
		if fn, _ := s.Callee(call.Common()); api.PureOf(fn) == api.Empties {
			emptied = call
		}
	}
	if emptied == nil {
		return value.Data{}, false
	}
	var d value.Data
	for _, at := range append(interfaces(buf), buf) {
		for _, in := range *at.Referrers() {
			if call, ok := in.(ssa.CallInstruction); ok && s.follows(emptied, call) {
				d = value.Union(d, s.writtenInto(at, call))
			}
		}
	}
	return d, true
}

// interfaces returns the interface values made of v.
func interfaces(v ssa.Value) []ssa.Value {
	var all []ssa.Value
	for _, in := range *v.Referrers() {
		if mi, ok := in.(*ssa.MakeInterface); ok {
			all = append(all, mi)
		}
	}
	return all
}

// follows reports whether b may run after a, in one turn of a loop if both stand
// in one block.
func (s *Evaluator) follows(a, b ssa.Instruction) bool {
	switch {
	case a.Parent() != b.Parent():
		return true
	case a.Block() == b.Block():
		return s.Flow.Dominates(a, b)
	}
	return s.Flow.Leads(a, b)
}

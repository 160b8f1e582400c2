package effects

// This file answers the question that facts raise: was this known in the callee
// already, so that it was reported there?

// NewHere reports whether something holds for the effect that did not hold for
// it as its callee saw it: then this is the place to speak about it.
func (e *Effect) NewHere(holds func(*Act) bool) bool {
	return holds(&e.Act) && (e.Inside == nil || !holds(e.Inside))
}

// SameCall reports whether two effects happen by one call of their function.
func (e *Effect) SameCall(o *Effect) bool { return e.Instr == o.Instr }

// AtCallee returns the effect as its callee has it: that of the function of this
// package where it is known, else one with the callee's values and no place; nil
// if the effect is the function's own.
func (e *Effect) AtCallee() *Effect {
	if e.Inside == nil {
		return nil
	}
	if o := e.fn.res.Maker(e); o != nil {
		return o
	}
	return &Effect{Act: *e.Inside, Row: e.Row, fn: e.fn}
}

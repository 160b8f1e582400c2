package chmodrace

import "github.com/permvet/permvet/passes/effects"

func (j *judge) notApplied(f *effects.Func, m *effects.Effect) {}

package filemode

import (
	"golang.org/x/tools/go/ssa"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/value"
	"github.com/permvet/permvet/passes/effects"
)

// holdsNothing reports whether the new file stays empty as far as this
// function goes: it is opened without write access, or closed at once. Mount
// points, lock files and markers are such files; what could be written to them
// is read by nobody.
func (j *judge) holdsNothing(s *site) bool {
	if s.isDir() || s.Result == "" || !s.Own() {
		return false
	}
	if s.Row.Flags != 0 && s.Flags.Lacks(0o3) { // O_RDONLY is 0, O_WRONLY 1, O_RDWR 2 everywhere
		return true
	}
	return s.onlyClosed() && !j.written(s)
}

// onlyClosed reports whether nothing but a close happens to the new handle.
func (s *site) onlyClosed() bool {
	call, ok := s.Instr.(*ssa.Call)
	if !ok {
		return false
	}
	closes := make(map[ssa.Instruction]bool)
	for _, c := range s.f.Of(api.Close) {
		closes[c.Instr] = c.Object.Handle == s.Result
	}
	for _, r := range *call.Referrers() {
		if x, ok := r.(*ssa.Extract); ok && x.Index == int(s.Row.Result)-1 {
			for _, use := range *x.Referrers() {
				if _, debug := use.(*ssa.DebugRef); !debug && !closes[use] {
					return false
				}
			}
		}
	}
	return len(closes) > 0
}

// written reports whether something is written to the object in the function.
func (j *judge) written(s *site) bool {
	for _, w := range s.f.Of(api.Write) {
		if sameFile(s.Effect, w) {
			return true
		}
	}
	return false
}

// sameFile reports whether b acts on the file that a opened or made.
func sameFile(a, b *effects.Effect) bool {
	if a.Result != "" && a.Result == b.Object.Handle {
		return true
	}
	return effects.SameObject(a.Object, b.Object) == value.Yes
}

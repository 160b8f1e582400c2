package filemode

import (
	"fmt"

	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/internal/secret"
	"github.com/permvet/permvet/passes/effects"
)

// strict finds, for those who ask, every object that others than its owner
// can use: files beyond 0600, directories beyond 0750.
func (j *judge) strict(s *site) bool {
	limit := uint64(0o600)
	if s.isDir() {
		limit = 0o750
	}
	m := s.Mode.Ones & perm
	if !s.makesOrSets() || m&^limit == 0 || j.inKernel(s) || j.isNode(s) {
		return false
	}
	kind, what := strictThreshold, "wider than "+octal(limit)
	switch {
	case m&0o020 != 0:
		kind, what = groupWritable, "its group can write to it"
	case m&0o001 != 0 && !s.isDir():
		kind, what = otherExec, "every user can execute it"
	}
	j.report(s, kind, report.Note, fmt.Sprintf("%s %s mode %s: %s", s.CallName(), s.verb(), s.modeText(), what))
	return true
}

// windowsNoEffect finds private modes that are relied upon where they do
// nothing.
func (j *judge) windowsNoEffect(s *site) {
	if j.res.GOOS != "windows" || !s.Makes() || s.isDir() || s.Mode.Ones&0o400 == 0 || !s.Mode.Lacks(0o077) || s.Row.HasFixed ||
		!s.Speaks(effects.BoundMode|effects.BoundPath|effects.BoundData) {
		return
	}
	if !s.Own() && s.Bound&effects.BoundMode == 0 && j.pathEvidence(j.asInside(s)).Strength >= secret.Strong {
		return // the callee says all of it
	}
	ev := j.secretEvidence(s)
	if ev.Strength < secret.Strong {
		return
	}
	j.report(s, windowsNoEffect, report.Note, fmt.Sprintf("mode %s protects nothing on Windows (%s): Go maps it to the read-only attribute and the access list is inherited from the directory; set one, or use a directory of the user's profile",
		s.modeText(), ev.Why))
}

package filemode

import (
	"fmt"
	"slices"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/place"
	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/internal/secret"
	"github.com/permvet/permvet/passes/effects"
)

// worldWritable finds objects that any user can write to.
func (j *judge) worldWritable(s *site) bool {
	if !s.makesOrSets() || !s.Mode.Has(otherWrite) || j.inKernel(s) || j.isNode(s) {
		return false
	}
	// What a test opens to all lies in its own temporary directory, unless the
	// path says otherwise.
	private := j.inPrivateDir(s) || j.r.InTest(s.pos) && !isText(s.Object.Path)
	switch {
	case s.Mode.Has(s.sticky()):
		return j.stickyForAll(s, private)
	case private, s.repeats():
		return false
	case j.owned(s):
		return true // told by the check that owns the object
	case s.exact():
		j.report(s, worldWritable, report.Error, j.exactMessage(s), j.narrow(s)...)
		return true
	case j.res.Program.ClearsUmask():
		j.report(s, worldWritable, report.Error, fmt.Sprintf("%s creates a %s with mode %s, and %s clears the umask: any user can write to it; use %s",
			s.CallName(), s.noun(), s.modeText(), j.clearedAt(), octal(j.better(s))), j.narrow(s)...)
		return true
	case s.fixedMode() || j.holdsNothing(s):
		return false
	}
	if ev := j.secretEvidence(s); ev.Strength >= secret.Strong {
		j.report(s, worldWritable, report.Error, fmt.Sprintf("%s creates a secret with mode %s (%s): every user can read it, and only the umask keeps others from writing; use %s",
			s.CallName(), s.modeText(), ev.Why, octal(s.ownersMode())), j.setMode(s, s.ownersMode())...)
		return true
	}
	j.leftToUmask(s)
	return true
}

// leftToUmask reports a creation that only the umask keeps others from writing
// to. It is a habit of whole packages, so one finding speaks for all of them.
// Where the user says on the command line what is made, the umask is the user's
// too.
func (j *judge) leftToUmask(s *site) {
	f := j.finding(s, worldWritable, report.Warning, fmt.Sprintf("%s creates a %s with mode %s: only the umask keeps other users from writing to it; use %s",
		s.CallName(), s.noun(), s.modeText(), octal(j.better(s))), j.narrow(s)...)
	if j.res.Reach(s.Effect) == place.Chosen {
		f.Level = report.Note
	} else {
		f.Again = fmt.Sprintf("%s creates a %s with mode %s here; use %s", s.CallName(), s.noun(), s.modeText(), octal(j.better(s)))
	}
	j.reportAt(f)
}

// repeats reports whether a chmod gives the object the mode that this function
// has just asked for when it made it: it undoes the umask, and what there is to
// say about the mode is said where the object is made.
func (s *site) repeats() bool {
	return s.Kind == api.Chmod && slices.ContainsFunc(s.f.Around(s.Effect, api.Create), func(m *effects.Effect) bool {
		asked, ok := m.Mode.Known(perm)
		set, known := s.Mode.Known(perm)
		return ok && known && asked == set && m.Makes() && s.f.Leads(m, s.Effect) && m.Row.Mode != 0
	})
}

func (j *judge) exactMessage(s *site) string {
	verb := "sets"
	if s.Kind == api.Create {
		verb = "creates a " + s.noun() + " with"
	}
	return fmt.Sprintf("%s %s mode %s, which the umask does not filter: any user can write to the %s; use %s",
		s.CallName(), verb, s.modeText(), s.noun(), octal(j.better(s)))
}

// stickyForAll: a directory like /tmp is no hole, but rarely meant elsewhere.
func (j *judge) stickyForAll(s *site, private bool) bool {
	if private || !s.exact() && !j.res.Program.ClearsUmask() {
		return false
	}
	j.report(s, worldWritable, report.Note, fmt.Sprintf("%s makes a directory that every user can create files in, like /tmp: anybody can fill it or take names in it", s.CallName()))
	return true
}

// modeText prints the mode, or the bits of it that are certain.
func (s *site) modeText() string {
	if m, ok := s.Mode.Known(perm); ok {
		return octal(m)
	}
	return fmt.Sprintf("…|%s", octal(s.Mode.Ones&perm))
}

// better is the mode that should be used instead. A directory keeps x, or gets
// it: nobody but root can use one without.
func (j *judge) better(s *site) uint64 {
	m := s.Mode.Ones & perm &^ 0o022
	switch {
	case s.isDir():
		return withSearch(m | 0o700)
	case m&0o400 == 0:
		return m | 0o600
	}
	return m
}

// ownersMode gives access to the owner alone.
func (s *site) ownersMode() uint64 {
	if s.isDir() {
		return 0o700
	}
	return 0o600
}

// clearedAt says where the umask is cleared.
func (j *judge) clearedAt() string {
	c := j.res.Program.Clears[0]
	return fmt.Sprintf("%s:%d", base(c.File), c.Line)
}

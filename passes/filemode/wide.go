package filemode

import (
	"fmt"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/internal/secret"
	"github.com/permvet/permvet/internal/value"
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
	case private:
		return false
	case s.exact():
		j.report(s, worldWritable, report.Error, j.exactMessage(s), j.narrow(s)...)
		return true
	case j.res.Program.ClearsUmask():
		j.report(s, worldWritable, report.Error, fmt.Sprintf("%s creates a %s with mode %s, and %s clears the umask: any user can write to it; create it %s",
			s.CallName(), s.noun(), s.modeText(), j.clearedAt(), octal(j.better(s))), j.narrow(s)...)
		return true
	case s.fixedMode() || j.holdsNothing(s):
		return false
	}
	if ev := j.secretEvidence(s); ev.Strength >= secret.Strong {
		j.report(s, worldWritable, report.Error, fmt.Sprintf("secret created by %s with mode %s (%s): every user can read it, and only the umask keeps others from writing to it; create it with 0600",
			s.CallName(), s.modeText(), ev.Why), j.setMode(s, 0o600)...)
		return true
	}
	level := report.Warning
	if s.plain() && j.leavesModesToUmask() {
		level = report.Note
	}
	j.report(s, worldWritable, level, fmt.Sprintf("%s creates a %s with mode %s: the umask is the only thing that keeps other users from writing to it; create it %s",
		s.CallName(), s.noun(), s.modeText(), octal(j.better(s))), j.narrow(s)...)
	return true
}

// plain reports whether the mode is the one of a program that leaves all to the
// umask: 0666 for a file, 0777 for a directory.
func (s *site) plain() bool {
	m, ok := s.Mode.Known(perm)
	return ok && (s.isDir() && m == 0o777 || !s.isDir() && m == 0o666)
}

// aPolicy is the number of creations that make a habit of it.
const aPolicy = 3

// leavesModesToUmask reports whether every object that the package creates with
// a mode of its own has the plain one, several times over. One wide mode among
// others is a slip; a package that never says anything else has decided that
// the umask, the user's, is to decide.
func (j *judge) leavesModesToUmask() bool {
	if j.policy != value.Unknown {
		return j.policy == value.Yes
	}
	plain := 0
	j.policy = value.No
	for _, f := range j.res.Funcs {
		for _, e := range f.Of(api.Create) {
			s := &site{Effect: e, f: f}
			if !e.Own() || !e.Makes() || e.ModeArg == nil || j.r.InTest(e.Pos()) || s.exact() {
				continue
			}
			if !s.plain() {
				return false
			}
			plain++
		}
	}
	if plain >= aPolicy {
		j.policy = value.Yes
	}
	return j.policy == value.Yes
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

// better is the mode that should be used instead.
func (j *judge) better(s *site) uint64 {
	m := s.Mode.Ones & perm &^ 0o022
	if m&0o400 == 0 {
		m |= 0o600
	}
	return m
}

// clearedAt says where the umask is cleared.
func (j *judge) clearedAt() string {
	c := j.res.Program.Clears[0]
	return fmt.Sprintf("%s:%d", base(c.File), c.Line)
}

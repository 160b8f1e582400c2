package filemode

import (
	"fmt"
	"go/token"

	"golang.org/x/tools/go/analysis"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/fix"
	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/passes/effects"
)

// withoutSearch finds directories that cannot be entered: reading a directory
// takes r, but reaching anything in it takes x.
func (j *judge) withoutSearch(s *site) bool {
	if !s.makesOrSets() || !s.isDir() || j.inKernel(s) {
		return false
	}
	owner, ok := s.Mode.Known(0o700)
	switch {
	case !ok:
		return s.Own() && j.reusedFileMode(s)
	case owner&0o100 == 0 && (s.Kind == api.Create || owner != 0): // chmod to 0 locks a directory on purpose
		j.report(s, dirWithoutSearch, report.Error, fmt.Sprintf("%s %s mode %s, without x for its owner: nobody but root can enter it; use %s",
			s.CallName(), s.verb(), s.modeText(), octal(withSearch(s.Mode.Ones&perm))), j.setMode(s, withSearch(s.Mode.Ones&perm))...)
		return true
	}
	if m, ok := s.Mode.Known(perm); ok && withSearch(m) != m {
		j.report(s, dirWithoutSearch, report.Note, fmt.Sprintf("%s %s mode %s: some of those who can list it cannot enter it; use %s or take their r away",
			s.CallName(), s.verb(), octal(m), octal(withSearch(m))))
		return true
	}
	return false
}

// verb tells what happens to the object, before "mode".
func (s *site) verb() string {
	if s.Kind == api.Chmod {
		return "sets on a " + s.noun()
	}
	return "creates a " + s.noun() + " with"
}

// withSearch adds x where r is set, and for the owner. What other users could
// not do without x, to write in the directory, they shall not do with it.
func withSearch(m uint64) uint64 {
	if m == 0 {
		return 0o700
	}
	if m&otherWrite != 0 && m&0o001 == 0 {
		m &^= 0o022
	}
	return m | m&0o444>>2 | 0o100
}

// reusedFileMode finds a mode that a function takes for a file and gives to
// the file's directory too: no mode fits both.
func (j *judge) reusedFileMode(s *site) bool {
	if s.Kind != api.Create || s.Mode.Src == "" || s.Mode.Keep&0o100 == 0 {
		return false
	}
	for _, file := range s.f.Of(api.Create) {
		sameMode := file.What == api.File && file.Mode.Src == s.Mode.Src && file.Mode.Keep&0o100 != 0
		if !sameMode || !file.Object.Path.Under(s.Object.Path) || !s.f.MayFollow(s.Effect, file) {
			continue
		}
		j.reportAt(report.Finding{
			Kind: dirWithoutSearch, Level: report.Error, Pos: s.pos, End: s.end,
			Message: fmt.Sprintf("%s gives the mode of the file to its directory: with a file's mode such as 0600 nobody but root can enter it; add x where r is set",
				s.CallName()),
			Related: []analysis.RelatedInformation{{Pos: file.Pos(), Message: "the file that the mode is for"}},
			Fixes:   j.addSearch(s),
		})
		return true
	}
	return false
}

// addSearch is the fix that derives a directory's mode from a file's.
func (j *judge) addSearch(s *site) []analysis.SuggestedFix {
	call := j.res.CallExpr(s.Effect)
	at := int(s.Row.Mode) - 1
	if call == nil || at < 0 || at >= len(call.Args) || !isFileMode(j.pass.TypesInfo.TypeOf(call.Args[at])) {
		return nil
	}
	old := fix.Source(j.pass.Fset, call.Args[at])
	if old == "" || !token.IsIdentifier(old) {
		return nil
	}
	text := fmt.Sprintf("%s|(%s&0o444)>>2|0o100", old, old)
	return []analysis.SuggestedFix{{Message: "Add x where r is set", TextEdits: fix.Replace(call.Args[at], text)}}
}

// parentsGetLeafMode finds special modes that missing parents get too.
func (j *judge) parentsGetLeafMode(s *site) bool {
	special := s.sticky() | s.setgid() | 0o022
	if !s.Makes() || !s.Row.Parents || s.What != api.Dir || s.Mode.Ones&special == 0 || !deep(s.Effect) {
		return false
	}
	j.report(s, parentsGetLeafMode, report.Note, fmt.Sprintf("%s gives mode %s to every missing parent too: make the parents first with a plain mode",
		s.CallName(), s.modeText()))
	return true
}

// deep reports whether the path may have parents that are missing.
func deep(e *effects.Effect) bool {
	up := e.Object.Path.Dir()
	text, ok := up.Const()
	return !ok || text != "." && text != "/" && text != "/tmp"
}

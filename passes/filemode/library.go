package filemode

import (
	"fmt"
	"strings"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/report"
)

// libraryDefault finds objects whose mode a library chooses, too wide.
func (j *judge) libraryDefault(s *site) bool {
	if !s.Row.Library() || !s.Makes() || s.Mode.Ones&0o006 == 0 || s.holdsPublic() {
		return false
	}
	if s.Row.ModeField != "" && uint64(s.Row.Fixed) != s.Mode.Ones&perm || j.modeIsSet(s) || j.inPrivateDir(s) {
		return true
	}
	level := report.Warning
	if classicCreate(s.Row) {
		level = report.Note
	}
	j.report(s, libraryDefaultMode, level, fmt.Sprintf("%s creates with mode %s unless it is told otherwise (%s): other users can read what it writes",
		s.CallName(), s.modeText(), s.Row.Why))
	return true
}

// modeIsSet reports whether the package tells the library another mode.
func (j *judge) modeIsSet(s *site) bool {
	for _, f := range j.res.Funcs {
		for _, e := range f.Of(api.SetMode) {
			sameObject := e.Object.Handle == "" || s.Object.Handle == "" || f != s.f || e.Object.Handle == s.Object.Handle
			if sameObject && api.PackageOf(e.Row.Name) == api.PackageOf(s.Row.Name) && e.Mode.Ones&0o006 == 0 {
				return true
			}
		}
	}
	return false
}

// classicCreate reports whether the library does no more than truncate or
// create with 0666, which the umask is there for.
func classicCreate(row *api.Call) bool {
	return row.Fixed == 0o666 && strings.Contains(row.FixedFlags, "O_RDWR") && strings.Contains(row.FixedFlags, "O_TRUNC")
}

package filemode

import (
	"fmt"
	"path"
	"regexp"
	"strconv"

	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/passes/effects"
)

// chmodCommand finds children that give everybody write access: chmod 777,
// chmod -R a+w.
func (j *judge) chmodCommand(f *effects.Func, e *effects.Effect) {
	program, ok := e.Name.Const()
	if !ok || path.Base(program) != "chmod" || !e.Own() {
		return
	}
	s := &site{Effect: e, f: f}
	s.pos, s.end = j.res.Span(e)
	mode := ""
	for _, arg := range j.res.Elems(j.res.Arg(e, e.Row.Argv)) {
		text, _ := j.res.Path(arg).Const()
		switch {
		case mode == "" && text != "" && text[0] != '-':
			mode = text
		case mode != "" && containsFold(text, "sock"):
			return
		}
	}
	if grantsWrite(mode) {
		j.report(s, worldWritable, report.Error, fmt.Sprintf("chmod %s lets any user write, whatever the umask", mode))
	}
}

var symbolic = regexp.MustCompile(`^[ug]*[ao][ugo]*[+=][rxX]*w`)

// grantsWrite reports whether a mode in the notation of chmod(1) sets
// other-write without sticky. A bare +w is left to the umask.
func grantsWrite(mode string) bool {
	if m, err := strconv.ParseUint(mode, 8, 16); err == nil {
		return m&0o1002 == 0o002
	}
	return symbolic.MatchString(mode)
}

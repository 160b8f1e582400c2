package umask

import (
	"fmt"
	"go/token"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/internal/value"
	"github.com/permvet/permvet/passes/effects"
)

// maxWide bounds the creations that a finding lists.
const maxWide = 16

// atInit reports a change that happens before main runs.
func (j *judge) atInit(f *effects.Func, e *effects.Effect) {
	if j.res.Reentry(e) {
		return // the entry of a child that is this program again
	}
	level := report.Error
	if j.pass.Pkg.Name() == "main" && e.Mode.Has(othersWrite|groupWrite) {
		level = report.Note
	}
	message := fmt.Sprintf("sets the process umask to %s during package initialization", octal(e.Mode))
	if j.pass.Pkg.Name() != "main" {
		message += ", for every program that imports this package"
	}
	related := j.res.Inside(e, "the umask is set here")
	if e.Mode.Lacks(othersWrite) {
		message += ": new files are world-writable"
		if wide, names := j.wide(); len(names) > 0 {
			message += "; " + creations(names)
			related = append(related, wide...)
		}
	}
	j.res.Report(j.r, e, report.Finding{
		Kind: atInit, Level: level, Related: related,
		Message: message + "; set it in main, or pass explicit modes",
	})
}

// kept judges a mask that stays.
func (j *judge) kept(f *effects.Func, e *effects.Effect) {
	switch {
	case e.Mode.Lacks(othersWrite), e.Mode.Lacks(groupWrite) && e.Mode.Has(othersWrite):
		j.permissive(f, e)
	case j.atStart(f, e):
	case j.ownProcess(f, e):
	case j.forSocket(f, e):
	case j.ownProgram():
	case exported(f):
		level := report.Warning
		if strings.Contains(j.pass.Pkg.Path(), "/internal/") && !e.Mode.Lacks(othersWrite) {
			level = report.Note // part of a program, which may set its umask
		}
		j.res.Report(j.r, e, report.Finding{
			Kind: inLibrary, Level: level,
			Message: fmt.Sprintf("library function %s changes the process-wide umask to %s; leave the umask to the main program and pass explicit modes", f.Name(), octal(e.Mode)),
			Related: j.res.Inside(e, "the umask is set here"),
		})
	case e.Own() && !e.ResultUsed(0):
		level := report.Warning
		if _, known := e.Mode.Known(0o777); !known || e.Mode.Has(othersWrite|groupWrite) {
			level = report.Note // what somebody asked for, or what harms nobody
		}
		j.res.Report(j.r, e, report.Finding{
			Kind: notRestored, Level: level,
			Message: fmt.Sprintf("the process umask stays at %s and the old one is lost: library code must restore it", octal(e.Mode)),
		})
	}
}

// ownProcess reports whether the function runs in a process of its own: a child
// of the same program, what execs another program afterwards, or pid 1.
func (j *judge) ownProcess(f *effects.Func, e *effects.Effect) bool {
	if j.children[f.Fn] || j.launches() && !token.IsExported(f.Fn.Name()) || j.isInitProcess(e) {
		return true
	}
	return execs(f, e) || slices.ContainsFunc(j.res.Contexts(e), func(c *effects.Effect) bool { return execs(c.Func(), c) })
}

// execs reports whether the process image is replaced after e.
func execs(f *effects.Func, e *effects.Effect) bool {
	return slices.ContainsFunc(f.Of(api.Exec), func(x *effects.Effect) bool { return f.Leads(e, x) })
}

// isInitProcess reports whether the effect happens only where the process is
// number 1, the first of its container.
func (j *judge) isInitProcess(e *effects.Effect) bool {
	for _, g := range e.Guards() {
		x, y, equal, ok := g.Equal()
		if !ok || !equal {
			continue
		}
		for _, side := range [][2]ssa.Value{{x, y}, {y, x}} {
			one, known := j.res.Word(side[1]).Known(0xffffffff)
			if known && one == 1 && j.res.Data(side[0]).Taint&api.TaintOwnPid != 0 {
				return true
			}
		}
	}
	return false
}

// launches reports whether the package replaces the process image: its inner
// functions prepare the program that comes next.
func (j *judge) launches() bool {
	return slices.ContainsFunc(j.res.Funcs, func(f *effects.Func) bool {
		return slices.ContainsFunc(f.Of(api.Exec), (*effects.Effect).Own)
	})
}

// permissive reports a mask that lets others, or the group, write.
func (j *judge) permissive(f *effects.Func, e *effects.Effect) {
	who, level := "group", report.Warning
	switch {
	case e.Mode.Lacks(othersWrite):
		who, level = "world", report.Error
		if j.confined(f, e) || j.res.Reentry(e) {
			level = report.Note
		}
	case e.Mode.Has(0o007):
		level = report.Note // 0007 gives the group what it takes from all others
	}
	wide, names := j.wide()
	message := fmt.Sprintf("umask %s makes new files %s-writable", octal(e.Mode), who)
	if e.Mode.Lacks(othersWrite) && len(names) > 0 {
		message += ": " + creations(names)
	} else {
		wide = nil
	}
	j.res.Report(j.r, e, report.Finding{
		Kind: permissive, Level: level,
		Message: message + "; use umask 0022 or stricter and pass wider modes explicitly",
		Related: append(j.res.Inside(e, "the umask is set here"), wide...),
	})
}

// confined reports whether the process is locked away from the rest of the
// system before anything is created under the mask: a sandbox's helper that must
// keep the modes that it is told.
func (j *judge) confined(f *effects.Func, e *effects.Effect) bool {
	if j.children[f.Fn] {
		return true
	}
	for _, c := range f.Of(api.Chroot, api.Pivot, api.Unshare) {
		if c.Kind == api.Unshare && !c.LeavesFS() {
			continue
		}
		exposed := slices.ContainsFunc(f.Of(api.Create, api.Listen, api.Bind), func(m *effects.Effect) bool {
			return (m.Makes() || m.Kind != api.Create) && f.MayFollow(e, m) && f.MayFollow(m, c)
		})
		if !exposed {
			return true
		}
	}
	return false
}

// creations says which creations rely on the umask.
func creations(names []string) string {
	const shown = 2
	text := fmt.Sprintf("%d calls here and in its imports rely on it (%s", len(names), strings.Join(names[:min(shown, len(names))], ", "))
	if len(names) == 1 {
		text = "1 call here or in its imports relies on it (" + names[0]
	}
	if len(names) > shown {
		text += ", …"
	}
	return text + ")"
}

// wide lists the creations of this package and its dependencies that only the
// umask keeps others from writing to: those of this package first.
func (j *judge) wide() (related []analysis.RelatedInformation, names []string) {
	own := map[string]bool{}
	for _, f := range j.pass.Files {
		own[j.pass.Fset.Position(f.Package).Filename] = true
	}
	for _, here := range []bool{true, false} {
		for _, site := range j.res.Program.Wide {
			if own[site.File] != here || strings.HasSuffix(site.File, "_test.go") {
				continue
			}
			names = append(names, fmt.Sprintf("%s:%d", filepath.Base(site.File), site.Line))
			if pos := j.res.SitePos(site); pos.IsValid() && len(related) < maxWide {
				related = append(related, analysis.RelatedInformation{Pos: pos, Message: effects.ShortName(site.Func) + " creates this world-writable under such a umask"})
			}
		}
	}
	return related, names
}

// octal prints a mask as far as it is certain.
func octal(w value.Word) string {
	if m, ok := w.Known(0o777); ok {
		return fmt.Sprintf("%#04o", m)
	}
	return "an unknown value"
}

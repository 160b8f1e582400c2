package umask

import (
	"fmt"
	"go/token"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

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
	j.res.Report(j.r, e, report.Finding{
		Kind: atInit, Level: level,
		Message: fmt.Sprintf("changes the umask of the process to %s while packages are initialised: every program that imports this package gets it, also its other packages and its children; set it in main, or give the mode at each creation", octal(e.Mode)),
		Related: j.res.Inside(e, "the umask is set here"),
	})
}

// kept judges a mask that stays.
func (j *judge) kept(f *effects.Func, e *effects.Effect) {
	switch {
	case e.Mode.Lacks(othersWrite), e.Mode.Lacks(groupWrite) && e.Mode.Has(othersWrite):
		j.permissive(f, e)
	case j.atStart(f, e):
	case j.childsOwn(f, e):
	case j.ownProgram():
	case exported(f):
		j.res.Report(j.r, e, report.Finding{
			Kind: inLibrary, Level: report.Warning,
			Message: fmt.Sprintf("%s is a library function and changes the umask of the whole process to %s: the caller's other goroutines and later children get it too; leave it to the program, and give the mode at each creation", f.Name(), octal(e.Mode)),
			Related: j.res.Inside(e, "the umask is set here"),
		})
	case e.Own() && !e.ResultUsed(0):
		level := report.Warning
		if e.Mode.Has(othersWrite | groupWrite) {
			level = report.Note
		}
		j.res.Report(j.r, e, report.Finding{
			Kind: notRestored, Level: level,
			Message: fmt.Sprintf("the umask stays at %s for the whole process and the old one is dropped: code of a library must put it back", octal(e.Mode)),
		})
	}
}

// childsOwn reports whether the function runs in a process of its own: a
// child of the same program, or what execs another one right after.
func (j *judge) childsOwn(f *effects.Func, e *effects.Effect) bool {
	if j.children[f.Fn] || j.launches() && !token.IsExported(f.Fn.Name()) {
		return true
	}
	for _, x := range f.Of(api.Exec) {
		if f.Leads(e, x) {
			return true
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
	who, level := "the group", report.Warning
	switch {
	case e.Mode.Lacks(othersWrite):
		who, level = "every user", report.Error
		if j.confined(f) || j.res.Reentry(e) {
			level = report.Note
		}
	case e.Mode.Has(0o007):
		level = report.Note // 0007 gives the group what it takes from all others
	}
	wide, names := j.wide()
	message := fmt.Sprintf("umask %s lets %s write to whatever the process creates from here on", octal(e.Mode), who)
	if e.Mode.Lacks(othersWrite) && len(names) > 0 {
		message += fmt.Sprintf(": %s", creations(names))
	} else {
		wide = nil
	}
	j.res.Report(j.r, e, report.Finding{
		Kind: permissive, Level: level,
		Message: message + "; keep 0022 or less, and give a wider mode where it is needed",
		Related: append(j.res.Inside(e, "the umask is set here"), wide...),
	})
}

// confined reports whether the function goes on to lock the process away from
// the rest of the system: a sandbox's helper that must keep the modes that it
// is told.
func (j *judge) confined(f *effects.Func) bool {
	return j.children[f.Fn] || len(f.Of(api.Chroot, api.Pivot)) > 0 || slices.ContainsFunc(f.Of(api.Unshare), (*effects.Effect).LeavesFS)
}

// creations says which creations become writable to all.
func creations(names []string) string {
	const shown = 3
	var b strings.Builder
	fmt.Fprintf(&b, "%d creation", len(names))
	if len(names) > 1 {
		b.WriteByte('s')
	}
	b.WriteString(" here and in what it imports leave")
	if len(names) == 1 {
		b.WriteByte('s')
	}
	b.WriteString(" it to the umask (" + strings.Join(names[:min(shown, len(names))], ", "))
	if len(names) > shown {
		b.WriteString(", …")
	}
	return b.String() + ")"
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
	return "a value that is not known here"
}

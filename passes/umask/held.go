package umask

import (
	"fmt"

	"golang.org/x/tools/go/analysis"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/passes/effects"
)

// notRestored reports a return between the change and the restore.
func (j *judge) notRestored(f *effects.Func, e, back *effects.Effect) {
	level := report.Warning
	if !j.concurrent() {
		level = report.Note
	}
	j.res.Report(j.r, e, report.Finding{
		Kind: notRestored, Level: level,
		Message: fmt.Sprintf("a return before line %d leaves the process umask at %s; restore it with defer", j.res.Line(back), octal(e.Mode)),
		Related: []analysis.RelatedInformation{j.res.Related(back, "restored only here")},
		Fixes:   j.deferRestore(f, e, back),
	})
}

// window judges a change that is put back on every path.
func (j *judge) window(f *effects.Func, e, back *effects.Effect) {
	made := f.Between(e, back, api.Create, api.Listen, api.Bind)
	if len(made) == 0 && j.onlyRead(f, e, back) {
		j.read(f, e, back)
		return
	}
	if len(made) == 0 && !f.CallsBetween(e, back) {
		return
	}
	level := j.windowLevel(f, e)
	related := []analysis.RelatedInformation{j.res.Related(back, "restored here")}
	for _, m := range made[:min(len(made), maxWide)] {
		related = append(related, j.res.Related(m, "for this creation"))
	}
	j.res.Report(j.r, e, report.Finding{
		Kind: window, Level: level,
		Message: fmt.Sprintf("the umask is process-wide: until it is restored on line %d, files created by other goroutines get modes by %s too, and overlapping changes can leave it set; pass the mode at creation", j.res.Line(back), octal(e.Mode)),
		Related: related,
		Fixes:   j.exactCreation(f, e, back, made),
	})
}

// windowLevel grades a mask that is put back: one that only narrows harms
// nobody's secrets.
func (j *judge) windowLevel(f *effects.Func, e *effects.Effect) report.Level {
	if e.Mode.Has(othersWrite|groupWrite) || !j.concurrent() || j.atStart(f, e) && e.Mode.Has(othersWrite) {
		return report.Note
	}
	return report.Warning
}

// onlyRead reports whether the mask is put back at once: it was set to learn
// the old one.
func (j *judge) onlyRead(f *effects.Func, e, back *effects.Effect) bool {
	return back.Instr != e.Instr && !back.Deferred && j.gives(e, j.mask(back)) && !f.CallsBetween(e, back)
}

// read reports a change that is made to read the mask.
func (j *judge) read(f *effects.Func, e, back *effects.Effect) {
	level := report.Warning
	if e.Mode.Has(othersWrite|groupWrite) || !j.concurrent() {
		level = report.Note
	}
	j.res.Report(j.r, e, report.Finding{
		Kind: toRead, Level: level,
		Message: fmt.Sprintf("reading the umask by setting it to %s races with other goroutines; read Umask from /proc/self/status, or once at the start of main", octal(e.Mode)),
		Related: []analysis.RelatedInformation{j.res.Related(back, "restored here")},
		Fixes:   j.readOnly(e, back),
	})
}

// concurrent reports whether other goroutines can run: those of a library's
// callers always may.
func (j *judge) concurrent() bool {
	return j.pass.Pkg.Name() != "main" || j.res.Program.Goroutines
}

// chmodStyle reports a mask that is a mode: it takes rights from the owner and
// leaves them to others.
func (j *judge) chmodStyle(e *effects.Effect) bool {
	mask, ok := e.Mode.Known(^uint64(0))
	if !ok || mask > 0o777 {
		return false
	}
	if digits, ok := j.decimal(e); ok {
		j.res.Report(j.r, e, report.Finding{
			Kind: chmodStyle, Level: report.Error,
			Message: fmt.Sprintf("umask %s is decimal and means %#04o; write 0o%s", digits, mask, digits),
			Fixes:   j.prefixed(e, digits),
		})
		return true
	}
	if !looksLikeMode(mask) {
		return false
	}
	j.res.Report(j.r, e, report.Finding{
		Kind: chmodStyle, Level: report.Error,
		Message: fmt.Sprintf("%#04o looks like a file mode; a umask lists the bits to clear, so new files get %#04o and directories %#04o: use %#04o", mask, 0o666&^mask, 0o777&^mask, maskFor(mask)),
		Fixes:   j.complement(e, mask),
	})
	return true
}

// looksLikeMode reports whether a mask takes from the owner what it leaves to
// others, or takes the owner's right to read. 0777 takes everything from
// everybody, which is a way to create what nobody can open yet.
func looksLikeMode(mask uint64) bool {
	u, g, o := mask>>6&7, mask>>3&7, mask&7
	return u&^g != 0 || g&^o != 0 || u&4 != 0 && mask != 0o777
}

// maskFor is the umask under which files get the mode: it takes what the mode
// does not give, and the right to enter where there is none to read.
func maskFor(mode uint64) uint64 {
	taken := ^mode & 0o066
	return taken | taken>>2&0o011
}

package unixsocket

import (
	"fmt"

	"golang.org/x/tools/go/analysis"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/place"
	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/internal/value"
	"github.com/permvet/permvet/passes/effects"
)

// abstractSocket reports a listener that has no file and so no permissions.
func (j *judge) abstractSocket(e *effects.Effect) {
	if j.asks || autobind(e.Object.Path) || !e.Speaks(effects.BoundPath) {
		return
	}
	j.res.Report(j.r, e, report.Finding{
		Kind: abstractSocket, Level: report.Warning,
		Message: fmt.Sprintf("the abstract socket %s has no permissions: every user and container in this network namespace can connect; use a socket file with a mode, or check SO_PEERCRED", show(e.Object.Path)),
	})
}

// show writes an address, the NUL of an abstract one as "@".
func show(p value.Text) string {
	text := p.Show()
	if text[0] == 0 {
		text = "@" + text[1:]
	}
	return text
}

// inSharedDir reports a socket under a name that everybody knows in a directory
// where everybody can make one.
func (j *judge) inSharedDir(f *effects.Func, e *effects.Effect) {
	if !e.Speaks(effects.BoundPath) || j.private(e) {
		return
	}
	for p := range e.Object.Path.Each {
		dir := place.SharedDir(p, j.res.GOOS)
		if dir == "" || !p.Guessable() {
			continue
		}
		j.res.Report(j.r, e, report.Finding{
			Kind: inSharedDir, Level: report.Warning,
			Message: fmt.Sprintf("socket %s is predictable and in %s, where all users can create files: another user can bind it first and impersonate the server; use a private directory", p.Show(), dir),
		})
		return
	}
}

// staleRemove reports a socket file that is removed before the listen, whoever
// may be listening there.
func (j *judge) staleRemove(f *effects.Func, e *effects.Effect) {
	if e.Object.Path.Has(value.Unique) || e.Kind != api.Listen {
		return
	}
	r := removalOf(f, e)
	if r == nil || j.everywhere(r, locked) {
		return
	}
	finding := report.Finding{
		Kind: staleRemoveRace, Level: report.Note,
		Message: fmt.Sprintf("socket removed before listening on line %d without a lock: a running server is silently cut off, and concurrent starts all succeed", j.res.Line(e)),
		Related: []analysis.RelatedInformation{j.res.Related(e, "listens here")},
		Fixes:   j.takeOver(f, e),
	}
	if j.res.Privileged() {
		finding.Level = report.Warning
	}
	j.res.Report(j.r, r, finding)
}

// removalOf returns the removal of the socket's file before it is made; nil if
// there is none, or it happens inside the same call.
func removalOf(f *effects.Func, e *effects.Effect) *effects.Effect {
	for _, r := range f.Of(api.Remove) {
		if value.Same(r.Object.Path, e.Object.Path) == value.Yes && f.Leads(r, e) && !r.Deferred && r.Instr != e.Instr {
			return r
		}
	}
	return nil
}

// locked reports whether a lock is taken before e.
func locked(f *effects.Func, e *effects.Effect) bool {
	for _, l := range f.Of(api.Lock) {
		if f.MayFollow(l, e) {
			return true
		}
	}
	return false
}

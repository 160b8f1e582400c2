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
		Message: fmt.Sprintf("the abstract socket %s has no permissions: every user and every container in this network namespace can connect; use a socket file with a mode, or check the credentials of the peer", show(e.Object.Path)),
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
			Message: fmt.Sprintf("the socket %s has a name that others can know in %s: whoever makes it first gets its clients; put it into a directory of its own that only the owner can write, such as /run/NAME", p.Show(), dir),
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
		Message: fmt.Sprintf("the socket file is removed before line %d listens there, without a lock: a server that still runs loses its clients to this one, and of several that start at once each thinks it serves", j.res.Line(e)),
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

package unixsocket

import (
	"fmt"

	"golang.org/x/tools/go/analysis"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/passes/effects"
)

// afterBind reports a change of mode or owner through the descriptor of a
// socket that has its file already.
func (j *judge) afterBind(f *effects.Func, c *effects.Effect) {
	if c.Object.Handle == "" || c.Row == nil || c.Row.Path != 0 {
		return
	}
	for _, b := range f.Of(api.Listen, api.Bind) {
		if !f.UnixSocket(b) || j.abstract(b) || !bound(b, c.Object.Handle) || !f.Leads(b, c) || b.Instr == c.Instr && !c.Own() {
			continue
		}
		what := "mode"
		if c.Kind == api.Chown {
			what = "owner"
		}
		j.res.Report(j.r, c, report.Finding{
			Kind: fchmodAfterBind, Level: report.Error,
			Message: fmt.Sprintf("changing the %s of the descriptor does not affect the socket file bound on line %d; %s", what, j.res.Line(b), remedy(c)),
			Related: []analysis.RelatedInformation{j.res.Related(b, "the file appears here")},
		})
		return
	}
}

func remedy(c *effects.Effect) string {
	if c.Kind == api.Chown {
		return "change the owner of the file in a private directory"
	}
	return "change the mode before bind"
}

// bound reports whether b gives the socket of the handle its file.
func bound(b *effects.Effect, handle string) bool {
	return b.Kind == api.Bind && b.Object.Handle == handle || b.Kind == api.Listen && b.Result == handle
}

// notUnlinked reports a listener made of a socket that was bound here, which
// unlike one made by package net does not remove its file.
func (j *judge) notUnlinked(f *effects.Func, e *effects.Effect) {
	if e.What != api.Socket || !e.Own() {
		return
	}
	for _, b := range f.Of(api.Bind) {
		if b.Object.Handle != e.Object.Handle || !f.UnixSocket(b) || j.abstract(b) || !f.MayFollow(b, e) || j.unlinks() {
			continue
		}
		j.res.Report(j.r, e, report.Finding{
			Kind: notUnlinked, Level: report.Note,
			Message: fmt.Sprintf("a listener made from a descriptor leaves the file that line %d bound behind when it is closed, and the next start finds the name taken; call SetUnlinkOnClose(true)", j.res.Line(b)),
			Related: []analysis.RelatedInformation{j.res.Related(b, "the file appears here")},
		})
		return
	}
}

// unlinks reports whether the package decides about unlinking somewhere.
func (j *judge) unlinks() bool {
	for _, f := range j.res.Funcs {
		if len(f.Of(api.Unlink)) > 0 {
			return true
		}
	}
	return false
}

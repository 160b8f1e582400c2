package umask

import (
	"fmt"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/passes/effects"
)

// forSocket reports a mask that somebody chose for a socket, and that stays for
// everything else that the process creates.
func (j *judge) forSocket(f *effects.Func, e *effects.Effect) bool {
	if _, known := e.Mode.Known(0o777); known {
		return false // the program's own mask, judged by its value
	}
	l, from := listenAfter(f, e), e
	for _, c := range j.res.Contexts(e) {
		if l != nil {
			break
		}
		l, from = listenAfter(c.Func(), c), c
	}
	if l == nil || !goesOn(l) && !goesOn(j.res.Maker(l)) {
		return false
	}
	j.res.Report(j.r, e, report.Finding{
		Kind:    forSocket,
		Message: fmt.Sprintf("the umask for the socket on line %d stays for all files that the process creates later; give the socket its mode instead", j.res.Line(l)),
		Related: []analysis.RelatedInformation{j.res.Related(l, "the socket is created here")},
		Fixes:   j.exactSocket(from, l),
	})
	return true
}

// listenAfter returns the first unix socket that the function makes after e.
func listenAfter(f *effects.Func, e *effects.Effect) *effects.Effect {
	for _, l := range f.Of(api.Listen, api.Bind) {
		if f.Leads(e, l) && f.UnixSocket(l) {
			return l
		}
	}
	return nil
}

// goesOn reports whether the function creates more after the socket, or serves.
func goesOn(l *effects.Effect) bool {
	return l != nil && slices.ContainsFunc(l.Func().Of(api.Create, api.Serve, api.Listen), func(o *effects.Effect) bool {
		return o != l && (o.Kind != api.Create || o.Makes()) && l.Func().MayFollow(l, o)
	})
}

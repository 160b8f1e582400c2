package unixsocket

import (
	"fmt"
	"path"

	"golang.org/x/tools/go/analysis"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/internal/value"
	"github.com/permvet/permvet/passes/effects"
)

// listenThenChmod reports a socket that gets its mode by name after clients
// can connect, and whether it did.
func (j *judge) listenThenChmod(f *effects.Func, e *effects.Effect) bool {
	from := start(f, e)
	if from == nil || j.private(e) || j.everywhere(e, masked) {
		return false
	}
	for _, c := range f.Of(api.Chmod) {
		if !byName(c) || !f.Leads(e, c) || !f.MayFollow(from, c) || value.Same(e.Object.Path, c.Object.Path) != value.Yes || c.Instr == e.Instr && !e.Own() {
			continue
		}
		if e.Mode.Ones&connect&^c.Mode.Ones == 0 {
			continue // as wide as it was born
		}
		finding := report.Finding{
			Kind: listenThenChmod, Level: report.Warning,
			Related: []analysis.RelatedInformation{j.res.Related(c, "the mode is set here")},
			Fixes:   j.bornRight(f, e, c),
		}
		until := "until then the umask alone decides who can connect"
		if j.cleared(f, e) != "" {
			finding.Level, until = report.Error, "until then everybody can connect, because "+j.cleared(f, e)
		}
		finding.Message = fmt.Sprintf("%s makes this socket with mode 0777 less the umask and line %d %s: %s; set the mode before bind, or listen in a private directory", e.CallName(), j.res.Line(c), narrows(c.Mode), until)
		j.res.Report(j.r, e, finding)
		return true
	}
	return false
}

// byName reports whether the mode is set through a name and not a descriptor.
func byName(c *effects.Effect) bool { return c.Row != nil && c.Row.Path != 0 && c.Object.HasPath() }

// chmodOf returns the first change of the socket's mode by name after e.
func chmodOf(f *effects.Func, e *effects.Effect) *effects.Effect {
	for _, c := range f.Of(api.Chmod) {
		if byName(c) && f.Leads(e, c) && value.Same(e.Object.Path, c.Object.Path) == value.Yes {
			return c
		}
	}
	return nil
}

// start is the effect from which on clients can connect to a socket; nil if
// there is none in the function.
func start(f *effects.Func, e *effects.Effect) *effects.Effect {
	if e.Kind == api.Listen {
		return e
	}
	for _, l := range f.Of(api.Listen) {
		if l.Object.Handle != "" && l.Object.Handle == e.Object.Handle && f.MayFollow(e, l) {
			return l
		}
	}
	return nil
}

func narrows(w value.Word) string {
	if m, ok := w.Known(0o777); ok {
		return fmt.Sprintf("narrows it to %#o", m)
	}
	return "gives it the mode that it is meant to have"
}

// umaskAt returns the last change of the umask that certainly ran before e.
func umaskAt(f *effects.Func, e *effects.Effect) *effects.Effect {
	var last *effects.Effect
	for _, u := range f.Of(api.Umask) {
		if f.Dominates(u, e) && u.Instr != e.Instr && (last == nil || f.Dominates(last, u)) {
			last = u
		}
	}
	return last
}

// masked reports whether the umask is known to keep others from connecting.
func masked(f *effects.Func, e *effects.Effect) bool {
	u := umaskAt(f, e)
	return u != nil && u.Mode.Has(othersBit)
}

// cleared says why the umask is known to let others connect, or nothing.
func (j *judge) cleared(f *effects.Func, e *effects.Effect) string {
	if u := umaskAt(f, e); u != nil {
		if m, ok := u.Mode.Known(allBits); ok && u.Mode.Lacks(othersBit) {
			return fmt.Sprintf("the umask is %#o since line %d", m, j.res.Line(u))
		}
		if !u.Mode.Lacks(othersBit) {
			return ""
		}
	}
	if j.res.Program.ClearsUmask() {
		at := j.res.Program.Clears[0]
		return fmt.Sprintf("the program clears its umask (%s:%d)", path.Base(at.File), at.Line)
	}
	return ""
}

// underUmask reports a socket that is born connectable for everybody.
func (j *judge) underUmask(f *effects.Func, e *effects.Effect) {
	why := j.cleared(f, e)
	if why == "" || !e.Mode.Has(othersBit) || j.asks || j.private(e) || j.everywhere(e, masked) {
		return
	}
	if u := umaskAt(f, e); !e.Own() && (u == nil || !u.Mode.Lacks(othersBit) || j.res.Program.ClearsUmask() && e.Inner.IsValid()) {
		return // judged where it stands
	}
	finding := report.Finding{
		Kind: underUmask, Level: report.Error,
		Message: fmt.Sprintf("%s makes this socket when every local user may connect to it: %s, and connect asks for nothing but write permission; give it a mode before bind", e.CallName(), why),
	}
	if u := umaskAt(f, e); u != nil {
		finding.Related = []analysis.RelatedInformation{j.res.Related(u, "the umask is changed here")}
	}
	j.res.Report(j.r, e, finding)
}

// worldConnectable reports a mode that lets every local user connect.
func (j *judge) worldConnectable(f *effects.Func, c *effects.Effect) {
	if !c.Speaks(effects.BoundMode|effects.BoundPath) || !j.opensSocket(c) || j.toldInside(c) {
		return
	}
	j.res.Report(j.r, c, report.Finding{
		Kind: worldConnectable, Level: report.Warning,
		Message: fmt.Sprintf("the socket gets mode %#o: every local user can connect, and peer credentials are not checked; use 0660 and a group, or check SO_PEERCRED", c.Mode.Ones&allBits),
	})
}

// opensSocket reports whether c lets everybody connect to a socket.
func (j *judge) opensSocket(c *effects.Effect) bool {
	return byName(c) && c.Mode.Has(othersBit) && !j.asks && j.res.IsSocket(c) && !j.private(c)
}

// toldInside reports whether the finding was made in the callee, in this
// package.
func (j *judge) toldInside(c *effects.Effect) bool {
	o := j.res.Maker(c)
	return o != nil && j.opensSocket(o)
}

package unixsocket

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/passes/effects"
)

//go:embed doc.go
var docGo string

// The kinds of finding.
var (
	listenThenChmod  = report.Kind{ID: "listen-then-chmod", Level: report.Warning, CWE: "CWE-378", Since: "0.1", Summary: "a socket gets its mode when clients can already connect"}
	worldConnectable = report.Kind{ID: "socket-world-connectable", Level: report.Warning, CWE: "CWE-732", Since: "0.1", Summary: "every local user can connect, and nobody asks who they are"}
	abstractSocket   = report.Kind{ID: "abstract-socket", Level: report.Warning, CWE: "CWE-732", Since: "0.1", Summary: "an abstract socket has no permissions"}
	staleRemoveRace  = report.Kind{ID: "stale-remove-race", Level: report.Note, CWE: "CWE-367", Since: "0.1", Summary: "a live server's socket is removed with the stale ones"}
	inSharedDir      = report.Kind{ID: "socket-in-shared-dir", Level: report.Warning, CWE: "CWE-377", Since: "0.1", Summary: "a socket has a known name in a directory of all users"}
	underUmask       = report.Kind{ID: "socket-under-permissive-umask", Level: report.Error, CWE: "CWE-276", Since: "0.1", Summary: "a socket is made while the umask lets everybody connect"}
	fchmodAfterBind  = report.Kind{ID: "fchmod-after-bind", Level: report.Error, CWE: "CWE-440", Since: "0.1", Summary: "fchmod or fchown of a bound socket changes nothing on disk"}
	notUnlinked      = report.Kind{ID: "listener-not-unlinked", Level: report.Note, CWE: "CWE-459", Since: "0.1", Summary: "a listener made from a descriptor leaves its socket file behind"}
)

// Kinds are what the check can find.
var Kinds = []report.Kind{
	listenThenChmod, worldConnectable, abstractSocket, staleRemoveRace, inSharedDir,
	underUmask, fchmodAfterBind, notUnlinked,
}

// Analyzer is the check.
var Analyzer = report.NewCheck(report.Check{
	Name: "unixsocket", Doc: docGo, Kinds: Kinds, Systems: report.Unix,
	Requires: []*analysis.Analyzer{effects.Analyzer},
	Run:      run,
})

// connect are the bits of which connect(2) asks for one: write permission, in
// the class that the caller falls into.
const (
	connect   = 0o022 // of others than the owner
	othersBit = 0o002
	allBits   = 0o777
)

// A judge looks at the functions of one package.
type judge struct {
	pass *analysis.Pass
	r    *report.Reporter
	res  *effects.Result
	// asks is set when the package asks the kernel who is at the other end.
	asks bool
}

func run(pass *analysis.Pass, r *report.Reporter) error {
	j := &judge{pass: pass, r: r, res: pass.ResultOf[effects.Analyzer].(*effects.Result)}
	for _, f := range j.res.Funcs {
		j.asks = j.asks || len(f.Of(api.PeerCred)) > 0
	}
	for _, f := range j.res.Funcs {
		for _, e := range f.Effects {
			if !e.Pos().IsValid() || r.InTest(e.Pos()) {
				continue
			}
			switch e.Kind {
			case api.Listen, api.Bind:
				j.socket(f, e)
			case api.Chmod:
				j.worldConnectable(f, e)
				j.afterBind(f, e)
			case api.Chown:
				j.afterBind(f, e)
			case api.Adopt:
				j.notUnlinked(f, e)
			}
		}
	}
	return nil
}

// socket judges one socket that appears.
func (j *judge) socket(f *effects.Func, e *effects.Effect) {
	switch {
	case !f.UnixSocket(e):
	case j.abstract(e):
		j.abstractSocket(e)
	default:
		j.inSharedDir(f, e)
		j.staleRemove(f, e)
		if !j.listenThenChmod(f, e) {
			j.underUmask(f, e)
		}
	}
}

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

const (
	listenThenChmod  = "listen-then-chmod"
	worldConnectable = "socket-world-connectable"
	abstractSocket   = "abstract-socket"
	staleRemoveRace  = "stale-remove-race"
	inSharedDir      = "socket-in-shared-dir"
	underUmask       = "socket-under-permissive-umask"
	fchmodAfterBind  = "fchmod-after-bind"
	notUnlinked      = "listener-not-unlinked"
)

// Kinds are the kinds of finding of this check.
var Kinds = []report.Kind{
	{ID: listenThenChmod, Level: report.Warning, CWE: "CWE-378", Summary: "a socket gets its mode when clients can already connect"},
	{ID: worldConnectable, Level: report.Warning, CWE: "CWE-732", Summary: "every local user can connect, and nobody asks who they are"},
	{ID: abstractSocket, Level: report.Warning, CWE: "CWE-732", Summary: "an abstract socket has no permissions"},
	{ID: staleRemoveRace, Level: report.Note, CWE: "CWE-367", Summary: "a live server's socket is removed with the stale ones"},
	{ID: inSharedDir, Level: report.Warning, CWE: "CWE-377", Summary: "a socket has a known name in a directory of all users"},
	{ID: underUmask, Level: report.Error, CWE: "CWE-276", Summary: "a socket is made while the umask lets everybody connect"},
	{ID: fchmodAfterBind, Level: report.Error, CWE: "CWE-440", Summary: "fchmod or fchown of a bound socket changes nothing on disk"},
	{ID: notUnlinked, Level: report.Note, CWE: "CWE-459", Summary: "a listener made from a descriptor leaves its socket file behind"},
}

// Analyzer is the check.
var Analyzer = &analysis.Analyzer{
	Name:       "unixsocket",
	Doc:        report.Doc(docGo, "unixsocket"),
	URL:        "https://github.com/permvet/permvet/blob/main/docs/checks/unixsocket.md",
	Requires:   []*analysis.Analyzer{report.Analyzer, effects.Analyzer},
	ResultType: report.ResultType,
	Run:        report.Run("unixsocket", run),
}

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
	if j.res.GOOS == "windows" || j.res.GOOS == "plan9" {
		return nil // no modes there
	}
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
	case !isUnix(f, e):
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

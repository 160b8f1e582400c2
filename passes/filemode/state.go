package filemode

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/internal/secret"
	"github.com/permvet/permvet/internal/value"
	"github.com/permvet/permvet/passes/effects"
)

// letsIn are the bits by which others list a directory or pass through it. To
// pass through is enough where the names below are known.
const letsIn = 0o005

// secretDir finds directories for secrets that others can list.
func (j *judge) secretDir(s *site) bool {
	if !s.makesOrSets() || !s.isDir() || !s.Mode.Has(0o004) || j.inKernel(s) {
		return false
	}
	ev := j.dirEvidence(s)
	if ev.Strength == secret.None || ev.Public || j.inPrivateDir(s) {
		return false
	}
	j.report(s, listableSecretDir, report.Note, fmt.Sprintf("%s %s mode %s (%s): every user can list it; use 0700", s.CallName(), s.verb(), s.modeText(), ev.Why), j.setMode(s, 0o700)...)
	return true
}

func (j *judge) dirEvidence(s *site) secret.Evidence {
	best := secret.Evidence{}
	for _, t := range lastTexts(s.Object.Path) {
		best = secret.Stronger(best, j.r.Secrets().Dir(t))
	}
	if s.PathArg != nil {
		for _, n := range j.res.Data(s.PathArg).Names {
			best = secret.Stronger(best, j.r.Secrets().Name(n))
		}
	}
	return best
}

// stateRoots are where daemons keep what is theirs.
var stateRoots = []string{"/var/lib/", "/run/", "/var/run/"}

// stateWords are words in the names of directories and configuration values
// for a daemon's private state.
var stateWords = strings.Fields("root state data datadir rootdir statedir workdir snapshots snapshot volumes volume bundle bundles image images layers layer containers container rootfs sandbox sandboxes checkpoints home repo graph instances")

// stateDir finds directories for a daemon's private state that others can
// enter.
func (j *judge) stateDir(s *site) bool {
	if !s.makesOrSets() || !s.isDir() || s.Mode.Ones&letsIn == 0 || s.Mode.Has(otherWrite) || j.inKernel(s) || s.Object.Path.Has(value.UserDir) {
		return false
	}
	if in := j.asInside(s); in != nil && s.Bound&effects.BoundMode == 0 && j.stateEvidence(in) != "" {
		return false // told there
	}
	why := j.stateEvidence(s)
	if why == "" || j.inPrivateDir(s) {
		return false
	}
	related, strong := j.strongEvidence(s)
	level := report.Note
	if strong != "" {
		level, why = report.Warning, why+", "+strong
	}
	f := report.Finding{
		Kind: openStateDir, Level: level, Pos: s.pos, End: s.end, Related: append(j.res.Inside(s.Effect, "the mode is applied here"), related...),
		Message: fmt.Sprintf("%s %s mode %s (%s): every user can %s it; use 0700, or 0710 with a group", s.CallName(), s.verb(), s.modeText(), why, enter(s.Mode.Ones)),
	}
	j.reportAt(f)
	return true
}

func enter(m uint64) string {
	if m&0o004 == 0 {
		return "reach what is in"
	}
	return "list"
}

// stateEvidence says what makes the directory look like one for private state.
func (j *judge) stateEvidence(s *site) string {
	for _, t := range s.Object.Path.Literals() {
		for _, root := range stateRoots {
			if strings.HasPrefix(t, root) {
				return "state below " + strings.TrimSuffix(root, "/")
			}
		}
	}
	for _, n := range j.names(s) {
		for _, w := range secret.Words(n) {
			if slices.Contains(stateWords, w) {
				return fmt.Sprintf("state by its name, %q", w)
			}
		}
	}
	return ""
}

// strongEvidence says why the directory should certainly be closed.
func (j *judge) strongEvidence(s *site) (related []analysis.RelatedInformation, why string) {
	if s.Kind == api.Create && s.Mode.Has(0o001) && s.Mode.Lacks(0o004) && !closesBelow(s) {
		return nil, "closed to listing but not to passing through"
	}
	for _, f := range j.res.Funcs {
		for _, e := range f.Effects {
			switch {
			case e == s.Effect || !e.Object.HasPath():
			case e.Makes() && effects.IsKey(e.Data) && e.Object.Path.Under(s.Object.Path):
				return point(e, "the secret"), "and a secret goes below"
			case e.Kind == api.Create && e.What == api.Dir && e.Own() && e.Mode.Lacks(letsIn) && e.Mode.Has(0o700) && sameDir(s, f, e):
				return point(e, "closed here"), "and another call makes it closed"
			}
		}
	}
	return nil, ""
}

// closesBelow reports whether the function goes on to make a closed directory
// in this one, which is then open on purpose.
func closesBelow(s *site) bool {
	return slices.ContainsFunc(s.f.Effects, func(e *effects.Effect) bool {
		return effects.Closes(e) && e.Object.Path.Under(s.Object.Path) && s.f.MayFollow(s.Effect, e)
	})
}

func point(e *effects.Effect, what string) []analysis.RelatedInformation {
	return []analysis.RelatedInformation{{Pos: e.Pos(), Message: what}}
}

// sameDir reports whether another call makes the same directory: under the same
// text, or from the same field of the same type. A closed directory beside an
// open one says nothing: somebody meant the difference.
func sameDir(s *site, f *effects.Func, e *effects.Effect) bool {
	a, b := s.Object.Path, e.Object.Path
	if f == s.f || isText(a) {
		return a.Key() == b.Key()
	}
	field := effects.ReceiverField(s.f.Fn, a)
	return field != "" && field == effects.ReceiverField(f.Fn, b)
}

func isText(p value.Text) bool {
	_, ok := p.Const()
	return ok
}

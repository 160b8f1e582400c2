package filemode

import (
	"fmt"
	"path"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/internal/secret"
	"github.com/permvet/permvet/internal/value"
	"github.com/permvet/permvet/passes/effects"
)

// secretReadable finds secrets that others than their owner can read.
func (j *judge) secretReadable(s *site) bool {
	if !s.makesOrSets() || s.Mode.Ones&othersRead == 0 || s.isDir() || s.maybeDir() || j.inKernel(s) || s.holdsPublic() {
		return false
	}
	ev := j.secretEvidence(s)
	level, ok := secretLevel(ev.Strength, s.Mode.Has(0o004))
	if !ok || j.toldInside(s) || s.narrowedLater() || j.owned(s) {
		return false
	}
	if j.inPrivateDir(s) {
		level--
	}
	if level == 0 {
		return false
	}
	at := j.chosenAt(s)
	f := j.finding(at, secretReadable, level, fmt.Sprintf("secret %s with mode %s (%s): %s can read it; %s",
		at.born(), at.modeText(), ev.Why, readers(at.Mode.Ones), at.cure()), j.private600(at)...)
	if at != s {
		f.Related = append(f.Related, analysis.RelatedInformation{Pos: s.pos, End: s.end, Message: "the secret comes through this call"})
	}
	j.reportAt(f)
	return true
}

// chosenAt returns the site where the mode of s was chosen: in the helper of
// this package that s calls, if all that is put there is secret. Else what is
// wrong is to use that helper.
func (j *judge) chosenAt(s *site) *site {
	if s.Own() || s.Bound&(effects.BoundMode|effects.BoundFlags) != 0 {
		return s
	}
	o := j.res.Maker(s.Effect)
	if o == nil {
		return s
	}
	for _, c := range j.res.Contexts(o) {
		in := &site{Effect: c, f: c.Func()}
		if len(c.Via) == len(o.Via)+1 && j.secretEvidence(in).Strength < secret.Strong && !j.onlyPasses(in) {
			return s
		}
	}
	at := &site{Effect: o, f: o.Func()}
	at.pos, at.end = j.res.Span(o)
	return at
}

// onlyPasses reports whether a site's data is decided by the callers of its
// function.
func (j *judge) onlyPasses(s *site) bool {
	return len(s.Data.Srcs) > 0 && len(j.res.Contexts(s.Effect)) > 0
}

// toldInside reports whether the callee knew all that speaks here: what it
// writes, or how the path ends. Then it was told there.
func (j *judge) toldInside(s *site) bool {
	if s.Own() || s.Inside == nil || s.Bound&(effects.BoundMode|effects.BoundFlags) != 0 {
		return false
	}
	if effects.IsKey(s.Inside.Data) {
		return true
	}
	if j.pathEvidence(j.asInside(s)).Strength >= secret.Strong {
		return true
	}
	if s.Bound&effects.BoundData != 0 {
		return false
	}
	return slices.ContainsFunc(s.f.Of(api.Write, api.Sink), func(w *effects.Effect) bool {
		return w.Instr == s.Instr && w.Inside != nil && effects.IsKey(w.Inside.Data)
	})
}

// narrowedLater reports whether the object is made private afterwards: then
// the window in between is what matters, and chmodrace tells it.
func (s *site) narrowedLater() bool {
	return slices.ContainsFunc(s.f.Of(api.Chmod), func(c *effects.Effect) bool {
		return c != s.Effect && c.Mode.Lacks(othersRead) && s.f.Leads(s.Effect, c) && effects.SameObject(s.Object, c.Object) == value.Yes
	})
}

// secretLevel grades the evidence: what a value was made by is certain, names
// are weak. A mode that lets in the group alone was chosen by somebody.
func secretLevel(strength secret.Strength, world bool) (report.Level, bool) {
	switch {
	case strength == secret.Certain && world:
		return report.Error, true
	case strength == secret.Certain, strength == secret.Strong && world:
		return report.Warning, true
	case strength == secret.Strong:
		return report.Note, true
	}
	return 0, false
}

func (s *site) born() string {
	if s.Kind == api.Chmod {
		return "changed by " + s.CallName()
	}
	return "created by " + s.CallName()
}

func (s *site) cure() string {
	switch {
	case s.Kind == api.Chmod:
		return "use 0600"
	case s.fixedMode() && s.Row.Result != 0:
		return "open it with O_CREATE and mode 0600"
	}
	return "create it with 0600"
}

func readers(m uint64) string {
	switch {
	case m&0o044 == 0o040:
		return "its group"
	case m&0o044 == 0o004:
		return "everybody"
	}
	return "group and others"
}

func (j *judge) private600(s *site) []analysis.SuggestedFix {
	if s.fixedMode() {
		return nil
	}
	return j.setMode(s, s.Mode.Ones&0o700)
}

// holdsPublic reports whether the table says that the library's file is public.
func (s *site) holdsPublic() bool { return s.Row.Taint&api.TaintStatic != 0 }

// secretEvidence gathers what says that the object holds a secret: the data
// first, then the names of data and path.
func (j *judge) secretEvidence(s *site) secret.Evidence {
	byPath := j.pathEvidence(s)
	if byPath.Public {
		return secret.Evidence{}
	}
	names := secret.Evidence{}
	for _, d := range j.contents(s) {
		if effects.IsKey(d) {
			return secret.Evidence{Strength: secret.Certain, Why: "it holds what " + effects.ShortName(d.Why) + " returns"}
		}
		names = secret.Stronger(names, j.dataEvidence(d))
	}
	if names.Public {
		return secret.Evidence{}
	}
	if byPath.Strength == secret.Weak && names.Strength == secret.Weak {
		byPath.Strength = secret.Strong
	}
	return secret.Stronger(byPath, names)
}

// contents are the data that the function puts into the object.
func (j *judge) contents(s *site) []value.Data {
	all := []value.Data{s.Data}
	for _, w := range append(s.f.Around(s.Effect, api.Write, api.Sink), s.f.OnResult(s.Effect, api.Write, api.Sink)...) {
		if s.f.MayFollow(s.Effect, w) {
			all = append(all, w.Data)
		}
	}
	if s.Kind == api.Chmod {
		for _, w := range s.f.Of(api.Create, api.Write) {
			if sameFile(w, s.Effect) || sameFile(s.Effect, w) {
				all = append(all, w.Data)
			}
		}
	}
	return all
}

func (j *judge) dataEvidence(d value.Data) secret.Evidence {
	best := secret.Evidence{}
	if d.Field != "" {
		best = secret.Evidence{Strength: secret.Strong, Why: "it holds the field " + d.Field}
	}
	for _, n := range d.Names {
		ev := j.r.Secrets().Name(n)
		if ev.Public {
			return ev
		}
		best = secret.Stronger(best, ev)
	}
	return best
}

// pathEvidence judges the path by its text, then by the names of the
// variables that it is made of.
func (j *judge) pathEvidence(s *site) secret.Evidence {
	best := secret.Evidence{}
	for _, t := range lastTexts(s.Object.Path) {
		ev := j.r.Secrets().Path(t)
		if ev.Public {
			return ev
		}
		best = secret.Stronger(best, secret.Stronger(ev, recording(path.Base(t))))
	}
	if s.PathArg == nil {
		return best
	}
	for _, n := range j.res.Data(s.PathArg).Names {
		ev := j.r.Secrets().Name(n)
		if ev.Public {
			return ev
		}
		best = secret.Stronger(best, secret.Stronger(ev, recording(n)))
	}
	return best
}

// recordings are words for what holds the secrets that passed through a wire
// or a memory.
var recordings = []string{"pcap", "pcapng", "keylog", "sslkeylog", "coredump", "heapdump"}

func recording(name string) secret.Evidence {
	for _, w := range secret.Words(name) {
		if slices.Contains(recordings, w) {
			return secret.Evidence{Strength: secret.Strong, Why: fmt.Sprintf("a %s holds the secrets that passed", w)}
		}
	}
	return secret.Evidence{}
}

// lastTexts are the ends of the path that are known, one for each of its
// alternatives.
func lastTexts(p value.Text) []string {
	var texts []string
	p.Each(func(q value.Text) bool {
		if t := q.Suffix(); t != "" {
			texts = append(texts, t)
		}
		return true
	})
	return texts
}

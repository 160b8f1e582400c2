package chmodrace

import (
	"fmt"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/internal/secret"
	"github.com/permvet/permvet/internal/value"
	"github.com/permvet/permvet/passes/effects"
)

// bornWider reports a creation whose mode comes too late: the function made
// the object before, with more rights for others.
func (j *judge) bornWider(f *effects.Func, m *effects.Effect) bool {
	for _, first := range f.Around(m, api.Create) {
		lost := first.Mode.Ones & m.Mode.Zeros & othersRead
		if first == m || lost == 0 || !first.Makes() || !f.Leads(first, m) || judgedInside(first, m) || !f.Dominates(first, m) {
			continue
		}
		if value.Same(first.Object.Path, m.Object.Path) != value.Yes || replaced(f, first, m) || j.unreachable(m) || m.Row.Exact || m.Row.Replaces || !m.Speaks(effects.BoundMode) && !j.res.Ours(m) {
			continue
		}
		j.res.Report(j.r, m, report.Finding{
			Kind: modeNotApplied, Level: report.Warning,
			Message: fmt.Sprintf("mode %s has no effect: line %d already created this %s with %s; use %s there", octal(m.Mode), j.res.Line(first), noun(m), octal(first.Mode), octal(m.Mode)),
			Related: []analysis.RelatedInformation{j.res.Related(first, "created here with "+octal(first.Mode))},
			Fixes:   j.bornNarrow(first, m),
		})
		return true
	}
	return false
}

// notApplied reports a private mode that reaches only a new object, where an
// old one may be there. It is how secrets are rightly written as long as nothing
// says that the old one is wider.
func (j *judge) notApplied(f *effects.Func, m *effects.Effect) {
	if !m.Makes() || m.Replaces || m.Row == nil || j.bornWider(f, m) || !private(m.Mode) || !m.Speaks(effects.BoundMode|effects.BoundData) {
		return
	}
	if m.Row.Excl || m.Row.Exact || m.Row.Replaces || m.Row.Library() || j.unreachable(m) || m.What == api.TempFile || m.What == api.TempDir {
		return
	}
	if m.Row.Flags != 0 && !m.Flags.Lacks(m.Bits.Excl) || j.checked(f, m) || j.res.Subject(m) == effects.TempName {
		return
	}
	why := j.worth(f, m)
	if why == "" && m.What != api.Dir {
		return
	}
	at := m
	if o := j.res.Maker(m); o != nil && m.Bound&effects.BoundMode == 0 {
		at = o // one mistake of the helper, however many callers it has
	}
	finding := report.Finding{Kind: modeNotApplied, Message: notAppliedMessage(m, why), Fixes: j.exactly(at)}
	if m.Bound&effects.BoundMode == 0 {
		finding.Cause = j.res.InnerPos(m)
	}
	if evidence, related := j.olderWider(m); evidence != "" {
		finding.Level, finding.Related = report.Warning, related
		finding.Message += ", as " + evidence
	}
	j.res.Report(j.r, at, finding)
}

// olderWider says why a wider object may be there, if something says so: others
// can make one, or another function of the package does.
func (j *judge) olderWider(m *effects.Effect) (why string, related []analysis.RelatedInformation) {
	if j.res.Reach(m).Exposed() {
		return "other users can create files in that directory", nil
	}
	for _, f := range j.res.Funcs {
		for _, o := range f.Of(api.Create) {
			if o.Makes() && o.Own() && !j.r.InTest(o.Pos()) && o.Mode.Ones&othersRead != 0 && o.What == m.What && f != m.Func() && sameEverywhere(m, o) {
				return fmt.Sprintf("line %d creates it with %s", j.res.Line(o), octal(o.Mode)), []analysis.RelatedInformation{j.res.Related(o, "created here with "+octal(o.Mode))}
			}
		}
	}
	return "", nil
}

// sameEverywhere reports whether two functions mean the same path: by its text,
// or by the field of one type.
func sameEverywhere(a, b *effects.Effect) bool {
	p, q := a.Object.Path, b.Object.Path
	if !p.Has(value.Sym) {
		return value.Same(p, q) == value.Yes
	}
	field := effects.ReceiverField(a.Fn(), p)
	return field != "" && field == effects.ReceiverField(b.Fn(), q)
}

// private reports whether a mode gives rights to the owner alone. A mode of 0
// is one that nobody has set.
func private(w value.Word) bool { return w.Lacks(0o077) && w.Ones&0o700 != 0 }

func notAppliedMessage(m *effects.Effect, why string) string {
	if m.What == api.Dir {
		text := fmt.Sprintf("mode %s applies only when the directory is created: an existing one keeps its mode and owner", octal(m.Mode))
		if why != "" {
			text += " (" + why + ")"
		}
		return text + "; check both"
	}
	return fmt.Sprintf("mode %s applies only when the file is created: an existing file keeps its wider mode and exposes this secret (%s); write a temporary file and rename it", octal(m.Mode), why)
}

// worth says why the object is secret, or nothing.
func (j *judge) worth(f *effects.Func, m *effects.Effect) string {
	if m.What == api.Dir {
		for _, in := range f.Of(api.Create) {
			if in.Instr != m.Instr && effects.IsKey(in.Data) && in.Mode.Ones&othersRead != 0 && in.Object.Path.Under(m.Object.Path) {
				return fmt.Sprintf("line %d puts a key in that nothing else protects", j.res.Line(in))
			}
		}
		return ""
	}
	if ev := j.evidence(f, m); ev.Strength >= secret.Strong {
		return ev.Why
	}
	return ""
}

// evidence gathers what says that a file is secret: what is written to it
// first, then the names of data and path.
func (j *judge) evidence(f *effects.Func, m *effects.Effect) secret.Evidence {
	best := secret.Evidence{}
	m.Object.Path.Each(func(p value.Text) bool {
		best = secret.Stronger(best, j.r.Secrets().Path(p.Suffix()))
		return !best.Public
	})
	if best.Public {
		return best
	}
	contents := []value.Data{m.Data}
	for _, w := range f.OnResult(m, api.Write) {
		contents = append(contents, w.Data)
	}
	for _, d := range contents {
		if effects.IsKey(d) {
			return secret.Evidence{Strength: secret.Certain, Why: j.keyWords(d)}
		}
		if d.Field != "" {
			best = secret.Stronger(best, secret.Evidence{Strength: secret.Strong, Why: "it holds the field " + d.Field})
		}
		for _, n := range d.Names {
			best = secret.Stronger(best, j.r.Secrets().Name(n))
		}
	}
	return best
}

// keyWords says what the key material is. Where several sources meet, the one
// that is named may be the public one.
func (j *judge) keyWords(d value.Data) string {
	if row := j.r.Policy().Rows.ByName(d.Why); row != nil && row.Taint&api.TaintKey != 0 {
		return "it holds what " + effects.ShortName(d.Why) + " returns"
	}
	return "it holds a key"
}

// checked reports whether somebody looks at the object, removes it or sets its
// mode, here or in the functions of the package that lead here.
func (j *judge) checked(f *effects.Func, m *effects.Effect) bool {
	looks := func(f *effects.Func, m *effects.Effect) bool {
		return slices.ContainsFunc(f.Around(m, api.Stat, api.Remove, api.Chmod, api.Open, api.Rename), func(o *effects.Effect) bool {
			// A rename puts the new file in place afterwards.
			return o.Kind == api.Chmod || o.Kind == api.Rename || f.MayFollow(o, m)
		})
	}
	if looks(f, m) {
		return true
	}
	for _, c := range j.res.Contexts(m) {
		if looks(c.Func(), c) {
			return true
		}
	}
	return false
}

// exactly offers the helper that applies the mode to what is there too.
func (j *judge) exactly(m *effects.Effect) []analysis.SuggestedFix {
	return j.helper(m, "")
}

package pidfile

import (
	"fmt"
	"go/types"

	"golang.org/x/tools/go/analysis"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/internal/value"
	"github.com/permvet/permvet/passes/effects"
)

// unlockBit is LOCK_UN, the same on every system that has flock(2).
const unlockBit = 8

// lock judges what becomes of a lock, and of the file before it is taken.
func (j *judge) lock(f *effects.Func, l *effects.Effect) {
	m := opening(f, l)
	if m == nil || unlocks(l) {
		return
	}
	j.emptied(f, m, l)
	j.lost(f, m, l)
}

// opening returns the effect that opened the *os.File which is locked.
func opening(f *effects.Func, l *effects.Effect) *effects.Effect {
	for _, m := range f.Of(api.Create, api.Open) {
		if m.Result != "" && m.Result == l.Object.Handle && f.Leads(m, l) && resultIndex(m) >= 0 {
			return m
		}
	}
	return nil
}

// resultIndex returns the index of the call's result that is an *os.File, or
// -1: bare descriptors are not closed by the garbage collector.
func resultIndex(m *effects.Effect) int {
	results := m.Instr.Common().Signature().Results()
	for i := range results.Len() {
		if p, ok := types.Unalias(results.At(i).Type()).(*types.Pointer); ok {
			if n, ok := types.Unalias(p.Elem()).(*types.Named); ok && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == "os" && n.Obj().Name() == "File" {
				return i
			}
		}
	}
	return -1
}

// unlocks reports whether the operation may be the release of a lock.
func unlocks(l *effects.Effect) bool { return l.Value.Has(unlockBit) }

// lost reports a lock that ends when the garbage collector closes its file.
func (j *judge) lost(f *effects.Func, m, l *effects.Effect) {
	for _, o := range f.Of(api.Lock, api.Close) {
		if o.Instr != l.Instr && o.Object.Handle == m.Result && f.MayFollow(l, o) && (o.Kind == api.Lock || o.Deferred || f.OnEveryPathFrom(l, func(x *effects.Effect) bool { return x == o }) == value.Yes) {
			return // released on purpose
		}
	}
	life := f.Life(m)
	if !life.Known || life.Fate.Outlives() || life.Fate&(effects.Handed|effects.Given|effects.Kept) != 0 {
		return
	}
	j.res.Report(j.r, l, report.Finding{
		Kind: lockLost, Level: report.Warning,
		Message: fmt.Sprintf("the locked file opened on line %d becomes unreachable: when it is garbage-collected the lock is released; keep it alive for the life of the process", j.res.Line(m)),
		Related: []analysis.RelatedInformation{j.res.Related(m, "opened here")},
		Fixes:   j.held(f, m, l),
	})
}

// emptied reports a pid file that is truncated before it is known whether
// another instance holds it.
func (j *judge) emptied(f *effects.Func, m, l *effects.Effect) {
	if !m.Truncates() || !j.res.IsPIDFile(m) || m.Instr == l.Instr {
		return
	}
	j.res.Report(j.r, m, report.Finding{
		Kind: lockLost, Level: report.Warning,
		Message: fmt.Sprintf("pid file truncated before the lock on line %d: a second instance erases the running one's pid; open it without O_TRUNC and truncate under the lock", j.res.Line(l)),
		Related: []analysis.RelatedInformation{j.res.Related(l, "locked here")},
	})
}

package cloexec

import (
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/internal/value"
	"github.com/permvet/permvet/passes/effects"
)

// A verdict is what is found about one descriptor where it is used.
type verdict struct {
	kind  report.Kind
	level report.Level // 0 for nothing
	life  effects.Life
	what  what
}

// made judges a call that makes a descriptor.
func (j *judge) made(f *effects.Func, e *effects.Effect) {
	switch {
	case e.FD.InheritArg != 0:
		j.windowsArg(f, e)
		return
	case e.CloseOnExec != 0 && !e.Flags.Lacks(e.CloseOnExec):
		return // given, unknown, or decided by callers
	case e.Row.Does == api.Dup && !j.ontoOther(f, e), j.handedTo(f, e):
		return
	}
	v := j.worst(f, e)
	if v.level == 0 {
		return
	}
	if j.res.GOOS == "windows" {
		j.windowsMade(e, v)
		return
	}
	j.report(v.kind, v.level, e, j.message(e, v), j.related(e, v), j.fixes(f, e, v))
}

// worst judges the descriptor in the function that makes it or, when a
// function that nothing outside the package can call hands it on, in those
// that get it.
func (j *judge) worst(f *effects.Func, e *effects.Effect) verdict {
	own := j.verdict(f, e)
	if own.life.Fate&(effects.Returned|effects.Captured) == 0 || exported(f) || e.FD.Result == 0 && e.Result == "" {
		return own
	}
	var worst verdict
	seen := false
	for _, x := range j.res.Contexts(e) {
		if x.Kind != api.NewFD || x.Bound&effects.BoundFlags != 0 || j.r.InTest(x.Pos()) {
			continue
		}
		g := x.Func()
		v := j.verdict(g, x)
		if v.life.Fate&(effects.Returned|effects.Captured) != 0 && !exported(g) && j.called(g, x) {
			continue // judged where that one is called
		}
		if seen && !graver(v, worst) {
			continue
		}
		worst, seen = v, true
	}
	if !seen {
		return own
	}
	if worst.level != 0 && own.life.Fate&effects.AsDir != 0 {
		worst.what = own.what
	}
	return worst
}

// called reports whether x is seen through a call of g too.
func (j *judge) called(g *effects.Func, x *effects.Effect) bool {
	name := "func literal"
	if fn, ok := g.Fn.Object().(*types.Func); ok {
		name = fn.FullName()
	}
	for _, y := range j.res.Contexts(x) {
		if i := len(y.Via) - len(x.Via) - 1; i >= 0 && y.Via[i].Func == name {
			return true
		}
	}
	return false
}

func exported(f *effects.Func) bool {
	return f.Fn.Parent() == nil && f.Fn.Object() != nil && token.IsExported(f.Fn.Object().Name())
}

func graver(a, b verdict) bool {
	switch {
	case a.level == 0:
		return false
	case b.level == 0 || a.level != b.level:
		return b.level == 0 || a.level > b.level
	}
	return a.kind == missing && b.kind == race
}

// verdict judges the descriptor in one function.
func (j *judge) verdict(f *effects.Func, e *effects.Effect) verdict {
	v := verdict{life: f.Life(e)}
	v.what = j.whatOf(e, v.life)
	switch {
	case j.meantForChild(v.life), j.passedByExec(f, e, v.life):
		return v
	case len(v.life.Marked) > 0:
		if underForkLock(f, e, v.life.Marked) || j.blockingWithoutSibling(e) {
			return v
		}
		v.kind, v.level = race, j.level()
		if v.inFlight() && !v.what.sensitive {
			v.level = report.Note
		}
		return v
	}
	v.kind, v.level = missing, j.missingLevel(e, v)
	return v
}

// inFlight reports whether the descriptor is open only while the function works
// with it, and the function itself starts no child meanwhile.
func (v verdict) inFlight() bool {
	return v.life.Closed != value.No && v.life.Spawn == nil && !v.life.Fate.Outlives()
}

// meantForChild reports whether the descriptor is inheritable because a child is
// to get it. On Windows there is no other way; elsewhere the child gets a
// duplicate of what stands in ExtraFiles, Stdin or ProcAttr.Files, and every other
// child the original.
func (j *judge) meantForChild(life effects.Life) bool {
	return j.res.GOOS == "windows" && life.Fate&effects.Given != 0 && !life.Pair
}

// missingLevel weighs what a child gets against how long it can get it.
func (j *judge) missingLevel(e *effects.Effect, v verdict) report.Level {
	lives := v.life.Fate.Outlives() || e.Row.Does == api.Dup
	switch {
	case j.never():
		return report.Note
	case v.inFlight() && e.Row.Does != api.Dup:
		if j.spawns() && e.What != api.Event {
			return report.Warning // any goroutine can fork in between
		}
		return report.Note
	case j.spawns():
		if (v.what.sensitive || lives) && v.life.Known || e.Row.Does == api.Dup {
			return report.Error
		}
	case e.What == api.Event:
		return report.Note // a library, and nobody gains much by a queue of events
	}
	return report.Warning
}

// passedByExec reports whether the number of the descriptor is told to the
// program that replaces this one in the same function.
func (j *judge) passedByExec(f *effects.Func, e *effects.Effect, life effects.Life) bool {
	if life.Fate&effects.Numbered == 0 && e.Row.Does != api.Dup {
		return false
	}
	for _, x := range f.Of(api.Exec) {
		if f.MayFollow(e, x) {
			return true
		}
	}
	return false
}

// blockingWithoutSibling reports whether e waits for a peer and no call of this
// system can do better: the lock must not be held meanwhile.
func (j *judge) blockingWithoutSibling(e *effects.Effect) bool {
	return e.FD.Sibling != "" && !has(e.FD.SiblingGOOS, j.res.GOOS) && waits(e)
}

// waits reports whether a call can wait for others for ever.
func waits(e *effects.Effect) bool {
	return e.What == api.Socket && e.Row.Handle != 0 && !e.FD.NoAtomic
}

// has reports whether a list of systems, empty for all, names one.
func has(list, goos string) bool {
	switch goos {
	case "android":
		goos = "linux"
	case "illumos":
		goos = "solaris"
	case "ios":
		goos = "darwin"
	}
	if list == "" {
		return true
	}
	for _, s := range strings.Fields(list) {
		if s == goos {
			return true
		}
	}
	return false
}

// ontoOther reports whether a duplicate certainly goes to a number other than
// those of the standard streams, which children are meant to get.
func (j *judge) ontoOther(f *effects.Func, e *effects.Effect) bool {
	switch e.Result {
	case "os.Stdin", "os.Stdout", "os.Stderr":
		return false
	}
	if n, ok := e.Value.Known(0xffffffff); ok {
		return n > 2
	}
	return j.number(j.res.Arg(e, e.FD.Out))
}

// underForkLock reports whether syscall.ForkLock is held from the making of the
// descriptor until it is marked.
func underForkLock(f *effects.Func, e *effects.Effect, marks []*effects.Effect) bool {
	for _, l := range f.Of(api.ForkLock) {
		if !f.Dominates(l, e) || released(f, l, e) {
			continue
		}
		for _, m := range marks {
			if !released(f, l, m) {
				return true
			}
		}
	}
	return false
}

// released reports whether the lock l is certainly released when x runs.
func released(f *effects.Func, l, x *effects.Effect) bool {
	for _, u := range f.Of(api.ForkUnlock) {
		if !u.Deferred && f.Dominates(l, u) && f.Dominates(u, x) {
			return true
		}
	}
	return false
}

// madeAt points into the body of the callee that does it.
func (j *judge) madeAt(e *effects.Effect) []analysis.RelatedInformation {
	pos := j.res.InnerPos(e)
	if !pos.IsValid() {
		return nil
	}
	return []analysis.RelatedInformation{{Pos: pos, Message: "it happens here"}}
}

// related points at where the descriptor is made inside a callee, where it is
// marked, and where a child is started.
func (j *judge) related(e *effects.Effect, v verdict) []analysis.RelatedInformation {
	rel := j.madeAt(e)
	if pos := j.literalOf(e); pos.IsValid() {
		rel = append(rel, analysis.RelatedInformation{Pos: pos, Message: "the flags are set here"})
	}
	if v.kind == race {
		rel = append(rel, analysis.RelatedInformation{Pos: v.life.Marked[0].Pos(), Message: "close-on-exec is set here"})
	}
	return append(rel, j.spawnPlace(v.life.Spawn)...)
}

package cloexec

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/passes/effects"
)

// cleared judges the clearing of close-on-exec. It is right just before an
// exec; otherwise every child that anything starts gets the descriptor.
func (j *judge) cleared(f *effects.Func, e *effects.Effect) {
	if !e.Speaks(effects.BoundHandle) || isParam(e.Object.Handle) || isStd(e.Object.Handle) {
		return
	}
	if e.FD != nil && e.FD.InheritFlag != "" {
		j.report(inheritable, j.level(), e, fmt.Sprintf("%s makes the handle inheritable: every child started with inheritance on gets it until the bit is cleared; list it in SysProcAttr.AdditionalInheritedHandles of the one child", e.CallName()), nil, nil)
		return
	}
	if execFollows(f, e) {
		return
	}
	contexts := j.res.Contexts(e)
	followed := len(contexts) > 0 && !exported(f)
	for _, x := range contexts {
		followed = followed && execFollows(x.Func(), x)
	}
	if followed {
		return
	}
	j.report(cleared, j.level(), e, fmt.Sprintf("%s clears close-on-exec but no exec follows: every child process started from now on inherits the file descriptor; use exec.Cmd.ExtraFiles", e.CallName()), j.spawnPlace(nil), nil)
}

func execFollows(f *effects.Func, e *effects.Effect) bool {
	for _, x := range f.Of(api.Exec, api.Spawn) {
		if f.MayFollow(e, x) {
			return true
		}
	}
	return false
}

// isParam reports whether a handle is a parameter: callers decide then.
func isParam(key string) bool {
	rest, ok := strings.CutPrefix(key, "#")
	_, err := strconv.Atoi(rest)
	return ok && err == nil
}

// isStd reports whether a handle is one of the standard streams.
func isStd(key string) bool {
	switch key {
	case "os.Stdin", "os.Stdout", "os.Stderr":
		return true
	}
	n, ok := constKey(key)
	return ok && n <= 2
}

// constKey returns the number in the key of a constant.
func constKey(key string) (int, bool) {
	text, ok := strings.CutPrefix(key, "const ")
	text, _, _ = strings.Cut(text, ":")
	n, err := strconv.Atoi(text)
	return n, ok && err == nil
}

// sameNumber reports whether two handles are the same number, of whatever type.
func sameNumber(a, b string) bool {
	x, ok := constKey(a)
	y, too := constKey(b)
	return a == b || ok && too && x == y
}

// received judges the receiving of descriptors from another process.
func (j *judge) received(f *effects.Func, e *effects.Effect) {
	if e.FD == nil || e.FD.Always {
		return
	}
	if e.CloseOnExec != 0 && !e.Flags.Lacks(e.CloseOnExec) {
		return
	}
	if !j.readsRights(e) || !e.Speaks(effects.BoundFlags) && (e.Inner.IsValid() || readInside(f, e)) {
		return
	}
	if e.CloseOnExec == 0 {
		for _, x := range append(j.res.Contexts(e), e) {
			for _, m := range x.Func().Of(api.SetFD) {
				if x.Func().MayFollow(x, m) {
					return // this system can do no better
				}
			}
		}
		j.report(rights, j.level(), e, fmt.Sprintf("%s receives descriptors that every child inherits: %s has no flag for it; call CloseOnExec on each at once", e.CallName(), j.res.GOOS), j.spawnPlace(nil), nil)
		return
	}
	j.report(rights, j.level(), e, fmt.Sprintf("%s without %s: every child inherits the descriptors that another process sends; add %s", e.CallName(), e.FD.Flag, e.FD.Flag), j.spawnPlace(nil), j.flagFixes(e))
}

// readsRights reports whether descriptors are read out of what e receives: in
// the function, or in one that calls it.
func (j *judge) readsRights(e *effects.Effect) bool {
	for _, x := range append(j.res.Contexts(e), e) {
		for _, r := range x.Func().Of(api.Rights) {
			if x.Func().MayFollow(x, r) {
				return true
			}
		}
	}
	return false
}

// readInside reports whether the callee that receives reads the descriptors
// too: it was judged there.
func readInside(f *effects.Func, e *effects.Effect) bool {
	return slices.ContainsFunc(f.Of(api.Rights), func(r *effects.Effect) bool { return r.Instr == e.Instr })
}

// adopted judges an object made of a descriptor that this process inherited.
func (j *judge) adopted(f *effects.Func, e *effects.Effect) {
	if e.Row.What == api.Socket || j.res.GOOS == "windows" || !j.isInherited(e) {
		return
	}
	for _, m := range f.Of(api.SetFD) {
		if h := m.Object.Handle; h == "" || h == e.Result || sameNumber(h, e.Object.Handle) || j.isInherited(m) && f.MayFollow(m, e) {
			return
		}
	}
	life := f.Life(e)
	if life.Spawn == nil && life.Closes || life.Fate&effects.Given != 0 {
		return
	}
	level := j.level()
	if e.Own() && life.Spawn == nil && !life.Fate.Outlives() && life.Fate&effects.Handed == 0 && !listens(f, e) {
		level = report.Note // it is used here alone, and no child is started meanwhile
	}
	j.report(inherited, level, e, fmt.Sprintf("%s wraps an inherited file descriptor that is not close-on-exec, so every child inherits it too; call CloseOnExec on it first", e.CallName()), append(j.madeAt(e), j.spawnPlace(life.Spawn)...), j.markFix(e))
}

// listens reports whether what e makes becomes a listener or connection, which goes on
// when the function is left.
func listens(f *effects.Func, e *effects.Effect) bool {
	return slices.ContainsFunc(f.Of(api.Adopt), func(o *effects.Effect) bool {
		return o.Row.What == api.Socket && (o.Object.Handle == e.Result || sameNumber(o.Object.Handle, e.Object.Handle))
	})
}

// isInherited reports whether a descriptor number comes from outside: it is a
// constant above the standard three, counted from one, or told in the
// environment or the arguments.
func (j *judge) isInherited(e *effects.Effect) bool {
	v := j.res.Arg(e, e.Row.Handle)
	if !e.Own() {
		v = j.res.Passed(e, e.Inside.Object.Handle)
	}
	return v != nil && j.fromOutside(v, map[ssa.Value]bool{})
}

func (j *judge) fromOutside(v ssa.Value, seen map[ssa.Value]bool) bool {
	if seen[v] {
		return false
	}
	seen[v] = true
	switch x := v.(type) {
	case *ssa.Const:
		n, ok := j.res.Word(x).Known(0xffffffff)
		return ok && n > 2 && n < 1<<31
	case *ssa.Convert:
		return j.fromOutside(x.X, seen)
	case *ssa.ChangeType:
		return j.fromOutside(x.X, seen)
	case *ssa.BinOp:
		return j.fromOutside(x.X, seen) || j.fromOutside(x.Y, seen)
	case *ssa.Phi:
		for _, edge := range x.Edges {
			if j.fromOutside(edge, seen) {
				return true
			}
		}
		return false
	}
	return j.res.Data(v).Taint&(api.TaintEnvNumber|api.TaintArgs) != 0
}

// windowsArg judges an argument that makes a Windows handle inheritable.
func (j *judge) windowsArg(f *effects.Func, e *effects.Effect) {
	if !e.Flags.Has(1) || f.Life(e).Fate&effects.Given != 0 {
		return
	}
	how := "its argument asks for it"
	if e.FD.InheritField != "" {
		how = e.FD.InheritField + " is set"
	}
	j.report(inheritable, j.level(), e, fmt.Sprintf("%s makes an inheritable handle (%s): every child started with inheritance on gets it; leave it off and list the handle in SysProcAttr.AdditionalInheritedHandles of the one child", e.CallName(), how), j.spawnPlace(nil), nil)
}

// windowsMade reports a call that makes inheritable handles on Windows unless
// a flag says otherwise.
func (j *judge) windowsMade(e *effects.Effect, v verdict) {
	mend := "add " + e.FD.Flag
	if e.FD.Flag == "" || e.CloseOnExec == 0 {
		mend = "clear the bit with SetHandleInformation"
		if e.FD.Sibling != "" {
			mend = strings.TrimSuffix("use "+e.FD.Sibling+" with "+e.FD.SiblingFlag, " with ")
		}
	}
	level := min(v.level, report.Warning)
	j.report(inheritable, level, e, fmt.Sprintf("%s makes an inheritable handle: every child started with inheritance on gets the %s; %s", e.CallName(), v.what.noun, mend), j.related(e, v), j.flagFixes(e))
}

package privdrop

import (
	"fmt"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/passes/effects"
)

// The prctl options that give up or fence in privileges. Others, such as the
// thread's name and the parent-death signal, are meant for one thread or do
// not matter.
const (
	prSetSeccomp    = 22
	prCapBsetDrop   = 24
	prSetSecurebits = 28
	prSetNoNewPrivs = 38
	prCapAmbient    = 47

	prCapAmbientLower    = 3
	prCapAmbientClearAll = 4
)

// restricts reports whether a Prctl effect is about privileges.
func restricts(e *effects.Effect) bool {
	if e.Row.Flags == 0 {
		return true // capset
	}
	option, ok := e.Flags.Known(0xffffffff)
	if !ok {
		return false
	}
	switch option {
	case prSetSeccomp: // without a filter it only asks whether there could be one
		args := e.Instr.Common().Args
		return !e.Own() || len(args) < 3 || !isZero(args[2])
	case prCapBsetDrop, prSetSecurebits, prSetNoNewPrivs:
		return true
	case prCapAmbient: // other operations ask or raise
		op, ok := e.Value.Known(0xffffffff)
		return ok && (op == prCapAmbientLower || op == prCapAmbientClearAll)
	}
	return false
}

// oneThread reports calls that change the calling thread alone, where nothing
// keeps the goroutine on it.
func (j *judge) oneThread(f *effects.Func) {
	if j.res.GOOS != "linux" {
		return
	}
	for _, e := range f.Of(api.Cred, api.Prctl) {
		if e.Row.Cred == nil || !e.Row.Cred.OneThread || !decides(e) || j.onOneThread(e) || j.addsCapabilities(e) {
			continue
		}
		j.report(e, report.Finding{
			Kind: dropOneThread, Level: report.Error,
			Message: fmt.Sprintf("%s affects only the calling thread: goroutines on other threads keep %s; %s", e.CallName(), keeps(e), mend(e)),
			Fixes:   j.fixedCall(e),
		})
	}
}

// addsCapabilities reports whether a capset only adds to the sets that it was given:
// then nothing is given up.
func (j *judge) addsCapabilities(e *effects.Effect) bool {
	if e.Kind != api.Prctl || e.Row.Flags != 0 || !e.Own() {
		return false
	}
	var sets []ssa.Value
	for _, arg := range e.Instr.Common().Args {
		sets = append(sets, capabilitySets(pointed(arg))...)
	}
	return len(sets) > 0 && !slices.ContainsFunc(sets, func(v ssa.Value) bool {
		op, ok := v.(*ssa.BinOp)
		return !ok || op.Op != token.OR
	})
}

// pointed is the variable that a pointer points to, or into, through conversions.
func pointed(v ssa.Value) ssa.Value {
	for {
		switch x := v.(type) {
		case *ssa.Convert:
			v = x.X
		case *ssa.IndexAddr:
			v = x.X
		case *ssa.FieldAddr:
			v = x.X
		default:
			return v
		}
	}
}

// capabilitySets returns what is stored in the sets of the variable, or of its
// elements.
func capabilitySets(v ssa.Value) []ssa.Value {
	var vals []ssa.Value
	refs := v.Referrers()
	if refs == nil {
		return nil
	}
	for _, r := range *refs {
		switch r := r.(type) {
		case *ssa.IndexAddr:
			vals = append(vals, capabilitySets(r)...)
		case *ssa.FieldAddr:
			if !isCapabilitySet(r) {
				continue
			}
			for _, use := range *r.Referrers() {
				if st, ok := use.(*ssa.Store); ok && st.Addr == r {
					vals = append(vals, st.Val)
				}
			}
		}
	}
	return vals
}

// isCapabilitySet reports whether a field is one of the sets of capset(2), as x/sys and
// everybody else calls them.
func isCapabilitySet(fa *ssa.FieldAddr) bool {
	ptr, ok := fa.X.Type().Underlying().(*types.Pointer)
	if !ok {
		return false
	}
	st, ok := ptr.Elem().Underlying().(*types.Struct)
	return ok && slices.Contains([]string{"effective", "permitted", "inheritable"}, strings.ToLower(st.Field(fa.Field).Name()))
}

func keeps(e *effects.Effect) string {
	switch {
	case e.Kind == api.Prctl:
		return "their privileges"
	case e.Row.Cred.Groups:
		return "their supplementary groups"
	case e.Row.Cred.GID:
		return "their gid"
	}
	return "their uid"
}

func mend(e *effects.Effect) string {
	if fixed := e.Row.Cred.Fixed; fixed != "" {
		return "use " + fixed + ", which changes all"
	}
	return "lock the goroutine to its thread and let it exec or exit there, or use syscall.AllThreadsSyscall"
}

// decides reports whether it is decided here what e gives up, rather than in a
// callee or by a caller.
func decides(e *effects.Effect) bool {
	switch {
	case e.Kind != api.Prctl:
		return e.Own()
	case e.Own():
		return restricts(e) && !handedIn(e)
	}
	return restricts(e) && e.Bound&(effects.BoundFlags|effects.BoundID) != 0
}

// handedIn reports whether the structure or the option comes from a caller:
// the function is the library's name for the system call, and what is right
// is decided where it is called.
func handedIn(e *effects.Effect) bool {
	for _, a := range e.Instr.Common().Args {
		for range 4 {
			switch x := a.(type) {
			case *ssa.Convert:
				a = x.X
				continue
			case *ssa.Parameter:
				return true
			}
			break
		}
	}
	return false
}

// inInit reports whether f is an init function: until main begins, the main
// goroutine stays on the main thread.
func inInit(f *effects.Func) bool {
	fn := f.Fn
	for fn.Parent() != nil {
		fn = fn.Parent()
	}
	return fn.Signature.Recv() == nil && (fn.Name() == "init" || len(fn.Name()) > 5 && fn.Name()[:5] == "init#")
}

// pinned reports whether the goroutine may be locked to its thread when e
// happens, or runs in a child that has one thread only.
func pinned(f *effects.Func, e *effects.Effect) bool {
	for _, p := range f.Of(api.PinThread, api.Spawn) {
		if f.MayFollow(p, e) && (p.Kind == api.PinThread || p.Row.Path == 0 && p.Row.Handle == 0) {
			return true
		}
	}
	return false
}

// onOneThread reports whether the goroutine stays on its thread when e happens:
// in this function, in the one that a literal stands in, or in a caller.
func (j *judge) onOneThread(e *effects.Effect) bool {
	for _, c := range append(j.res.Contexts(e), e) {
		if inInit(c.Func()) || pinned(c.Func(), c) {
			return true
		}
		for fn := c.Func().Fn.Parent(); fn != nil; fn = fn.Parent() {
			if f := j.res.Func(fn); f != nil && len(f.Of(api.PinThread)) > 0 {
				return true
			}
		}
	}
	return false
}

// allThreads reports the reverse: the goroutine was locked to its thread to be
// root there alone, but the call changes every thread.
func (j *judge) allThreads(f *effects.Func) {
	if j.res.GOOS != "linux" {
		return
	}
	for _, e := range f.Of(api.Cred) {
		if !e.Own() || e.Row.Cred.OneThread || !e.Row.Cred.UID || targetOf(e) != root {
			continue
		}
		for _, p := range f.Of(api.PinThread) {
			if !p.Own() || !f.Dominates(p, e) {
				continue
			}
			j.report(e, report.Finding{
				Kind: dropOneThread, Level: report.Warning,
				Message: fmt.Sprintf("%s makes every thread root although line %d locks the goroutine to one thread: other goroutines run as root meanwhile (Go 1.16 changes all threads)", e.CallName(), j.res.Line(p)),
				Related: []analysis.RelatedInformation{j.related(p, "locked to one thread here")},
			})
			break
		}
	}
}

package envleak

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/internal/value"
	"github.com/permvet/permvet/passes/effects"
)

// children judges the environments of children by how far the child is
// trusted.
func (j *judge) children(f *effects.Func) {
	for _, e := range f.Of(api.Command, api.Spawn, api.Exec) {
		if e.Kind == api.Spawn && e.Row.Env == 0 || e.Kind == api.Command && j.hasContext(f, e) {
			continue
		}
		env := j.environment(f, e)
		if !env.whole {
			continue
		}
		who := j.distrust(f, e)
		if who != "" && env.unset() && handedOut(e) {
			continue // whoever gets the command may set its environment
		}
		switch {
		case who != "" && !j.judgedThere(e):
			j.giveAway(f, e, env, report.Warning, who)
		case e.Own() && e.Kind == api.Command && !e.RunsItself() && !handedOut(e):
			j.giveAway(f, e, env, report.Note, "it")
		}
	}
}

// judgedThere reports whether the callee knew already what goes to whom.
func (j *judge) judgedThere(e *effects.Effect) bool {
	if e.Own() {
		return false
	}
	env := e.Inside.Env
	if env.Set == value.Yes && !isWhole(env.Data) {
		return false
	}
	return j.foreign(e.Inside, nil) != "" || e.Kind != api.Command && droppedBefore(e.Func(), e, true)
}

// An environment is what a child gets.
type environment struct {
	whole bool
	// explicit is the setting by which it gets it, nil when Env stays nil or is
	// an argument.
	explicit *effects.Setting
	argument bool
}

// unset reports whether the child gets the environment because nothing is said.
func (e environment) unset() bool { return e.explicit == nil && !e.argument }

// environment finds out what the child gets.
func (j *judge) environment(f *effects.Func, e *effects.Effect) environment {
	if e.Kind != api.Command {
		return environment{whole: e.Env.Set != value.No && isWhole(e.Env.Data), argument: true}
	}
	if !e.Own() && e.Env.Set == value.Yes {
		return environment{whole: isWhole(e.Env.Data), argument: true}
	}
	sets := j.structs.With(e.Result, e.Instr, api.ChildEnv)
	var first *effects.Setting
	for _, set := range sets {
		if isWhole(set.Data) && (first == nil || isSource(set.Value)) {
			first = set
		}
	}
	if first != nil {
		return environment{whole: true, explicit: first}
	}
	return environment{whole: len(sets) == 0}
}

func isWhole(d value.Data) bool { return d.Taint&api.TaintEnviron != 0 }

// isSource reports whether the value is the environment itself rather than
// that with something appended.
func isSource(v ssa.Value) bool {
	c, ok := v.(*ssa.Call)
	if !ok {
		return false
	}
	_, builtin := c.Call.Value.(*ssa.Builtin)
	return !builtin
}

// hasContext reports whether a caller in this package sees more of the child,
// because the function returns it to be completed.
func (j *judge) hasContext(f *effects.Func, e *effects.Effect) bool {
	if !handedOut(e) {
		return false
	}
	for _, c := range j.res.Contexts(e) {
		if len(j.structs.With(c.Result, c.Instr, api.ChildEnv)) > 0 {
			return true
		}
	}
	return false
}

// handedOut reports whether the command is returned or stored, so that its
// environment may be set elsewhere.
func handedOut(e *effects.Effect) bool {
	v := e.Instr.Value()
	if v == nil || v.Referrers() == nil {
		return false
	}
	for _, r := range *v.Referrers() {
		switch r := r.(type) {
		case *ssa.Return, *ssa.Phi:
			return true
		case *ssa.Store:
			if r.Val == v {
				return true
			}
		case ssa.CallInstruction:
			if slices.Contains(r.Common().Args, ssa.Value(v)) && (r.Common().Signature().Recv() == nil || r.Common().Args[0] != v) {
				return true
			}
		}
	}
	return false
}

// distrust says why the child is trusted less than this process; empty if
// nothing tells.
func (j *judge) distrust(f *effects.Func, e *effects.Effect) string {
	if j.isInteractive(e) || e.RunsItself() {
		return ""
	}
	for _, attr := range j.structs.With(e.Result, e.Instr, api.ChildAttr) {
		for _, cred := range j.structs.Pointed(attr, api.ChildCred) {
			if !j.isRoot(cred) {
				return "a child that runs as another user"
			}
		}
		if len(j.structs.Pointed(attr, api.ChildRoot)) > 0 {
			return "a child in another root directory"
		}
	}
	if e.Kind != api.Command && droppedBefore(f, e, false) {
		return "a program that runs after privileges were given up"
	}
	if installed(f, e) {
		return ""
	}
	return j.foreign(&e.Act, j.res.Elems(e.DataArg))
}

// installed reports whether the function puts the program into its place
// before, under a name that it knows: a hook of its own.
func installed(f *effects.Func, e *effects.Effect) bool {
	if !strings.Contains(e.Name.Suffix(), "/") || e.Name.Has(value.Unique) {
		return false
	}
	return slices.ContainsFunc(f.Of(api.Create), func(c *effects.Effect) bool {
		return value.Same(c.Object.Path, e.Name) == value.Yes && f.MayFollow(c, e)
	})
}

// isRoot reports whether a credential is nil or that of root.
func (j *judge) isRoot(cred *effects.Setting) bool {
	if c, ok := cred.Value.(*ssa.Const); ok && c.IsNil() {
		return true
	}
	ids := j.structs.Pointed(cred, api.UserID)
	for _, id := range ids {
		if n, ok := j.res.Word(id.Value).Known(0xffffffff); !ok || n != 0 {
			return false
		}
	}
	return len(ids) > 0
}

// droppedBefore reports whether credentials change before e; inside asks for changes
// that the callee made which has e.
func droppedBefore(f *effects.Func, e *effects.Effect, inside bool) bool {
	for _, c := range f.Of(api.Cred) {
		id, known := c.Value.Known(0xffffffff)
		if c.Row.Cred.UID && !(known && id == 0) && f.MayFollow(c, e) && (!inside || c.Instr == e.Instr && !c.Own() && !e.Own()) {
			return true
		}
	}
	return false
}

// isInteractive reports whether the child gets this process's standard input:
// it works for the same user at the same terminal.
func (j *judge) isInteractive(e *effects.Effect) bool {
	for _, in := range j.structs.With(e.Result, e.Instr, api.ChildInput) {
		if isStdin(in.Value) {
			return true
		}
	}
	return false
}

func isStdin(v ssa.Value) bool {
	if mi, ok := v.(*ssa.MakeInterface); ok {
		v = mi.X
	}
	u, ok := v.(*ssa.UnOp)
	if !ok {
		return false
	}
	g, ok := u.X.(*ssa.Global)
	return ok && g.Pkg != nil && g.Pkg.Pkg.Path() == "os" && g.Name() == "Stdin"
}

func (j *judge) giveAway(f *effects.Func, e *effects.Effect, env environment, level report.Level, who string) {
	how, mend := "Env is not set, so ", "set Env to what it needs"
	finding := report.Finding{Kind: lessTrusted, Level: level}
	finding.Pos, finding.End = j.res.Span(e)
	finding.Related = via(e)
	switch {
	case env.explicit != nil:
		how, mend = "", "pass only the variables it needs"
		finding.Related = append(finding.Related, analysis.RelatedInformation{Pos: finding.Pos, End: finding.End, Message: "the child is described here"})
		finding.Pos, finding.End = env.explicit.Pos(), 0
		finding.Fixes = j.listedEnv(env.explicit.Value)
	case env.argument:
		how, mend = "", "pass only the variables it needs"
		finding.Fixes = j.listedArgument(e)
	case level > report.Note:
		finding.Fixes = j.helperCommand(e)
	}
	if level == report.Note {
		finding.Message = fmt.Sprintf("%sthe child inherits the whole environment, secrets included; %s", how, mend)
	} else {
		finding.Message = fmt.Sprintf("%s%s inherits the whole environment, secrets included; %s", how, who, mend)
	}
	j.reportAt(finding)
}

// guests reports the environment where it is given to code that others wrote.
func (j *judge) guests() {
	for _, set := range j.structs.All {
		if set.Field.Means != api.GuestEnv || !isWhole(set.Data) || isWhole(set.Inside) {
			continue
		}
		j.reportAt(report.Finding{
			Kind: lessTrusted, Level: report.Warning, Pos: set.Pos(),
			Message: fmt.Sprintf("the whole environment, secrets included, goes into %s, readable by the code that runs there; pass only the variables it needs", ofStruct(set)),
			Fixes:   j.listedEnv(set.Value),
		})
	}
}

func ofStruct(set *effects.Setting) string {
	return effects.ShortName(set.Field.Struct) + "." + set.Field.Name
}

// filters reports filters that may leave the environment nil, which gives the
// child everything.
func (j *judge) filters() {
	for _, set := range j.structs.All {
		if set.Field.Means != api.ChildEnv || api.PackageOf(set.Field.Struct) == "syscall" || !mayBeNil(set.Data) || mayBeNil(set.Inside) {
			continue
		}
		j.reportAt(report.Finding{
			Kind: envFilterNil, Level: report.Warning, Pos: set.Pos(),
			Message: "Env is nil when the filter matches nothing, and a nil Env inherits the whole environment; start from []string{}",
			Fixes:   j.startEmpty(set),
		})
	}
	for _, f := range j.res.Funcs {
		for _, e := range f.Of(api.Command) {
			if !e.Own() && e.Bound&effects.BoundData != 0 && e.Env.Set != value.No && mayBeNil(e.Env.Data) {
				j.report(e, report.Finding{
					Kind: envFilterNil, Level: report.Warning, Related: via(e),
					Message: "Env is nil when the filter matches nothing, and a nil Env inherits the whole environment; start from []string{}",
				})
			}
		}
	}
}

func mayBeNil(d value.Data) bool { return d.Taint&api.TaintNilList != 0 }

package effects

import (
	"go/types"
	"strings"
	"sync"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/value"
	"github.com/permvet/permvet/passes/effects/internal/eval"
	"golang.org/x/tools/go/ssa"
)

// Bounds of a summary. Beyond them it says "truncated", and questions about what
// is not done have no answer. What changes the process or ends something is
// kept up to twice the number: without it a question would have a wrong answer.
const (
	maxActs = 64
	maxVia  = 8
)

// summaryOfFunc returns the summary of a function: from its body when it
// belongs to this package, else from facts.
func (s *scanner) summaryOfFunc(fn *ssa.Function) *Summary {
	if sum, ok := s.sums[fn]; ok {
		if s.busy[fn] {
			s.Unsure()
		}
		return sum
	}
	if len(fn.Blocks) == 0 || fn.Synthetic != "" && fn.Parent() == nil {
		return s.imported(fn)
	}
	s.sums[fn], s.busy[fn] = nil, true // recursion: one round, then unknown
	f := s.scan(fn)
	sum := s.summarize(f)
	s.sums[fn] = sum
	delete(s.busy, fn)
	return sum
}

func (s *scanner) imported(fn *ssa.Function) *Summary {
	obj, _ := fn.Object().(*types.Func)
	if obj == nil || obj.Pkg() == nil {
		return nil
	}
	if obj.Pkg() == s.pass.Pkg { // a wrapper of a method of this package
		if decl := s.prog.FuncValue(obj.Origin()); decl != nil && decl != fn && len(decl.Blocks) > 0 {
			return s.summaryOfFunc(decl)
		}
		return nil
	}
	if s.Rows.Lookup(obj) != nil {
		return nil // the table knows better
	}
	var sum Summary
	if s.pass.ImportObjectFact(obj.Origin(), &sum) {
		s.sums[fn] = &sum
		return &sum
	}
	s.sums[fn] = nil
	return nil
}

// Variable returns the value of a variable of another package.
func (s *scanner) Variable(key string) (eval.Values, bool) {
	g, ok := s.globalVals[key]
	if !ok {
		g = s.importVariable(key)
		s.globalVals[key] = g
	}
	if g == nil {
		return eval.Values{}, false
	}
	return eval.Values(*g), true
}

func (s *scanner) importVariable(key string) *Global {
	i := strings.LastIndexByte(key, '.')
	if i < 0 || strings.ContainsAny(key, "#:($") {
		return nil
	}
	for _, p := range s.pass.Pkg.Imports() {
		if p.Path() != key[:i] {
			continue
		}
		if v, ok := p.Scope().Lookup(key[i+1:]).(*types.Var); ok {
			var g Global
			if s.pass.ImportObjectFact(v, &g) {
				return &g
			}
		}
	}
	return nil
}

// summarize keeps of a function's effects what a caller can use.
func (s *scanner) summarize(f *Func) *Summary {
	sum := &Summary{Returns: s.resultsOf(f.Fn), Sets: s.setsOf(f.Fn), Writes: s.paramsWritten(f.Fn), Truncated: f.Truncated}
	literal := f.Fn.Parent() != nil
	published := f.published()
	seen := map[api.Kind]bool{}
	made := map[string]bool{}  // descriptors of which callers hear
	ended := map[string]bool{} // what ends beyond the bound
	asks := sync.OnceValue(func() bool { return asksMode(s.Evaluator, f) })
	for _, e := range f.asRun() {
		act := e.Act
		act.Deferred = false // the caller sees it at the call
		act.AsksMode = act.AsksMode || e.Own() && e.Kind == api.Stat && asks()
		if to, ok := published[act.Object.Path.Key()]; ok && !literal {
			act.Object = Object{Path: to}
			act.Replaces = true
		}
		if !literal && !travels(&act, sum, seen) && !completes(&act, made) {
			continue
		}
		if act.Kind == api.NewFD && act.Result != "" {
			made[act.Result] = true
		}
		if len(sum.Acts) >= maxActs {
			sum.Truncated = true
			if !closes(act.Kind) || len(sum.Acts) == 2*maxActs || !changesProcess(act.Kind) && ended[act.String()] {
				continue
			}
			ended[act.String()] = true
		}
		sum.Acts = append(sum.Acts, act)
		s.inner[sum] = append(s.inner[sum], e.innerPos())
	}
	if sum.Acts == nil && sum.Sets == nil && sum.Writes == nil && !worth(sum.Returns) && !s.handsTexts(f.Fn, sum.Returns) && !literal {
		return nil
	}
	return sum
}

// asRun lists the effects as they run: what is deferred comes last, in reverse.
func (f *Func) asRun() []*Effect {
	var now, later []*Effect
	for _, e := range f.Effects {
		if e.Deferred {
			later = append([]*Effect{e}, later...)
		} else {
			now = append(now, e)
		}
	}
	return append(now, later...)
}

// published maps each temporary name that the function renames to the name it
// gets: to a caller, what was done to the one was done to the other.
func (f *Func) published() map[string]value.Text {
	var m map[string]value.Text
	for _, e := range f.Of(api.Rename) {
		from := e.Object.Path
		if len(from.Parts) == 0 || hasParam(from) && !from.Has(value.Unique) || !e.Other.Known() {
			continue
		}
		if m == nil {
			m = make(map[string]value.Text)
		}
		m[from.Key()] = e.Other
	}
	return m
}

// completes reports whether an act decides how long a descriptor of which
// callers hear is open, and who gets it.
func completes(a *Act, made map[string]bool) bool {
	switch a.Kind {
	case api.SetFD, api.Close:
		return made[a.Object.Handle]
	case api.ClearFD:
		return true // an exec may follow in the caller
	}
	return false
}

// changesProcess reports whether effects of the kind change the process or one
// of its threads, which means something to every caller.
func changesProcess(k api.Kind) bool {
	switch k {
	case api.Umask, api.Cred, api.Chroot, api.Pivot, api.Chdir, api.Exec, api.Unshare, api.PinThread, api.ForkLock, api.ForkUnlock, api.Prctl, api.PeerCred, api.SetMode:
		return true
	}
	return false
}

// closes reports whether effects of the kind can end what another began.
func closes(k api.Kind) bool {
	return changesProcess(k) || k == api.Close || k == api.Setenv || k == api.SetFD
}

// travels reports whether an effect means something to callers: it changes the
// process, names a parameter or a result, or acts on a path known by its text.
func travels(e *Act, sum *Summary, seen map[api.Kind]bool) bool {
	if changesProcess(e.Kind) {
		return true
	}
	switch e.Kind {
	case api.Source, api.Serve:
		return false
	case api.Spawn, api.Command:
		if mentions(e) {
			return true
		}
		first := !seen[e.Kind]
		seen[e.Kind] = true
		return first && e.Kind == api.Spawn
	case api.Sink:
		return len(e.Data.Srcs) > 0 || e.To == api.NoSink && value.Key(e.Object.Handle).FromParam() && e.Data.Taint&^api.TaintStatic != 0
	case api.Write, api.Close, api.Stat:
		return value.Key(e.Object.Handle).FromParam() || hasParam(e.Object.Path) || returned(e, sum)
	}
	return mentions(e) || returned(e, sum) || (e.Object.HasPath() && !e.Object.Path.Has(value.Sym) && !e.Object.Path.Has(value.Unique))
}

func returned(e *Act, sum *Summary) bool {
	for _, r := range sum.Returns {
		if r.Handle != "" && (r.Handle == e.Result || r.Handle == e.Object.Handle) {
			return true
		}
		if len(r.Path.Parts) > 0 && e.Object.HasPath() && r.Path.Key() == e.Object.Path.Key() {
			return true
		}
	}
	return false
}

// mentions reports whether the act names a parameter.
func mentions(a *Act) bool {
	return value.Key(a.Object.Handle).NamesParam() || hasParam(a.Object.Path) || hasParam(a.Other) || hasParam(a.Name) ||
		a.Mode.Src != "" || a.Flags.Src != "" || a.Value.Src != "" || len(a.Data.Srcs) > 0 || len(a.Env.Data.Srcs) > 0
}

func hasParam(p value.Text) bool {
	for _, part := range p.Parts {
		if part.Kind != value.Literal && value.Key(part.Text).NamesParam() {
			return true
		}
	}
	return false
}

// handsTexts reports whether a list or map of text that the function returns
// is made of what it was given: a filter, a copy, a conversion.
func (s *scanner) handsTexts(fn *ssa.Function, rets []Ret) bool {
	for i, r := range rets {
		if len(r.Data.Srcs) > 0 && eval.IsTexts(fn.Signature.Results().At(i).Type()) {
			return true
		}
	}
	return false
}

func worth(rets []Ret) bool {
	for _, r := range rets {
		if r.Handle != "" || r.Word.Src != "" || r.Word.Ones != 0 || r.Word.Tags != 0 || r.Data.Taint != 0 {
			return true
		}
		if p := r.Path; hasParam(p) && len(p.Parts) > 0 || p.Prefix() != "" || p.Has(value.SharedTmp) || p.Has(value.Unique) || p.Has(value.Guess) || p.Has(value.UserDir) {
			return true
		}
	}
	return false
}

// told describes the summary of a function.
func (s *scanner) told(fn *ssa.Function) string {
	sum := s.summaryOfFunc(fn)
	if sum == nil || sum.String() == "" {
		return "callers are told nothing"
	}
	text := "callers are told: " + sum.String()
	if sum.Truncated {
		text += " (and more, which did not fit)"
	}
	return text
}

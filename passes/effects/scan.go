package effects

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/value"
	"github.com/permvet/permvet/passes/effects/internal/eval"
	"github.com/permvet/permvet/passes/effects/internal/flow"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"
)

// A scanner holds what is known while one package is analysed.
type scanner struct {
	*eval.Evaluator
	pass *analysis.Pass
	res  *Result
	prog *ssa.Program
	// alone: all lacks the functions of the test files that the package has.
	alone bool

	funcs      map[*ssa.Function]*Func
	sums       map[*ssa.Function]*Summary
	busy       map[*ssa.Function]bool // being summarized
	inner      map[*Summary][]token.Pos
	impls      map[*types.Func]*ssa.Function
	sets       map[*ssa.Function][]*Setting
	globalVals map[string]*Global
	commands   map[string]*Effect
}

func newScanner(pass *analysis.Pass, res *Result, prog *ssa.Program, pkg *ssa.Package, all []*ssa.Function) *scanner {
	s := &scanner{
		Evaluator: eval.NewEvaluator(pass.Fset, pkg, all, new(flow.Graphs)),
		pass:      pass, res: res, prog: prog,
		funcs:      make(map[*ssa.Function]*Func),
		sums:       make(map[*ssa.Function]*Summary),
		busy:       make(map[*ssa.Function]bool),
		inner:      make(map[*Summary][]token.Pos),
		sets:       make(map[*ssa.Function][]*Setting),
		globalVals: make(map[string]*Global),
		commands:   make(map[string]*Effect),
	}
	s.Callees, s.Skip, s.Rows, s.GOOS = s, s.foreign, rowsOfUser(pass), res.GOOS
	return s
}

// hand gives a result what judges ask.
func (s *scanner) hand(res *Result) {
	res.ev, res.funcs = s.Evaluator, s.funcs
	res.scanned = scanned{settings: s.settings, mutations: s.mutations, told: s.told}
}

// scan walks a function in control-flow order and collects its effects.
func (s *scanner) scan(fn *ssa.Function) *Func {
	if f, ok := s.funcs[fn]; ok {
		return f
	}
	f := &Func{Fn: fn, res: s.res}
	s.funcs[fn] = f
	for _, b := range flow.Order(fn) {
		for _, in := range b.Instrs {
			if c, ok := in.(ssa.CallInstruction); ok && !s.foreign(in) {
				s.call(f, c)
			}
		}
	}
	s.nameSpawns(f)
	return f
}

// call adds the effects of one call: those of its row in the table, else those
// of its callee's body, then those of literals that it is handed.
func (s *scanner) call(f *Func, c ssa.CallInstruction) {
	fn, args := s.Callee(c.Common())
	rows := s.Row(fn, args)
	if rows != nil {
		at := s.site(c, fn)
		for _, e := range s.rowEffects(c, fn, args, rows) {
			e.At = at
			s.add(f, e)
		}
	} else if sum, in := s.summaryOf(c); sum != nil {
		s.inline(f, c, fn, sum, in, false)
	}
	for _, a := range c.Common().Args {
		if lit := s.Callback(a); lit != nil {
			if sum := s.summaryOfFunc(lit); sum != nil {
				in := &instance{s: s, call: c, sum: sum, lit: lit}
				if rows != nil && rows.Does == api.WithFD {
					in.args = args[:1] // the callback gets the descriptor of the handle
				}
				s.inline(f, c, nil, sum, in, in.args == nil)
			}
		}
	}
}

// add completes an effect and appends it.
func (s *scanner) add(f *Func, e *Effect) {
	e.fn, e.seq = f, len(f.Effects)
	if e.Kind == api.Bind && e.Own() {
		e.Mode = f.boundMode(e)
	}
	switch e.Instr.(type) {
	case *ssa.Defer:
		e.Deferred = true
	case *ssa.Go:
		e.Async = true
	}
	if e.Result != "" {
		s.Made(e.Result, e.Object.Path)
		if e.Kind == api.Command {
			s.commands[e.Result] = e
		}
	}
	if e.Object.Handle != "" && !e.Object.HasPath() {
		if p, ok := s.MadeAt(e.Object.Handle); ok {
			e.Object.Path = p
		}
	}
	f.Effects = append(f.Effects, e)
}

// inline adds a callee's effects, in the caller's terms.
func (s *scanner) inline(f *Func, c ssa.CallInstruction, fn *types.Func, sum *Summary, in *instance, maybe bool) {
	if sum.Truncated {
		f.truncate(c)
	}
	site := s.site(c, fn)
	for i := range sum.Acts {
		if len(sum.Acts[i].Via) >= maxVia {
			f.truncate(c)
			if !closes(sum.Acts[i].Kind) {
				continue
			}
		}
		e := in.bind(sum.Acts[i], site)
		e.Callee = fn
		e.Maybe = e.Maybe || maybe
		if ps := s.inner[sum]; i < len(ps) {
			e.Inner = ps[i]
		}
		s.add(f, e)
	}
}

// truncate notes a call that does more than is known.
func (f *Func) truncate(c ssa.CallInstruction) {
	f.Truncated = true
	if f.cut == nil {
		f.cut = make(map[ssa.Instruction]bool)
	}
	f.cut[c] = true
}

func (s *scanner) site(c ssa.CallInstruction, fn *types.Func) Site {
	pos := s.pass.Fset.Position(c.Pos())
	site := Site{File: pos.Filename, Line: pos.Line, Func: "func literal"}
	if fn != nil {
		site.Func = fn.FullName()
	}
	return site
}

// bind turns an act of a callee into an effect of its caller, and notes which
// values became certain by it.
func (in *instance) bind(a Act, site Site) *Effect {
	e := &Effect{Act: a, Row: in.s.Rows.ByName(a.Row), Instr: in.call}
	if e.Row != nil {
		e.FD = e.Row.FD
	}
	e.Object.Path = in.bindPath(a.Object.Path)
	e.Object.Handle = in.bindKey(a.Object.Handle)
	e.Other = in.bindPath(a.Other)
	e.Result = in.bindKey(a.Result)
	e.Mode, e.Flags, e.Value = in.bindWord(a.Mode), in.bindWord(a.Flags), in.bindWord(a.Value)
	e.Real, e.Saved = in.bindWord(a.Real), in.bindWord(a.Saved)
	e.Name = in.bindPath(a.Name)
	e.Data = in.bindData(a.Data)
	e.Env.Data = in.bindData(a.Env.Data)
	e.Program = in.bindData(certainOnly(a.Program))
	e.Inside = &a
	if a.Mode.Src != "" && e.Mode.Src == "" {
		e.Bound |= BoundMode
	}
	if a.Flags.Src != "" && e.Flags.Src == "" {
		e.Bound |= BoundFlags
	}
	if hasParam(a.Object.Path) && !hasParam(e.Object.Path) {
		e.Bound |= BoundPath
	}
	if hasParam(a.Name) && !hasParam(e.Name) {
		e.Bound |= BoundName
	}
	if settled(a.Value, e.Value) || settled(a.Real, e.Real) || settled(a.Saved, e.Saved) {
		e.Bound |= BoundID
	}
	if eval.IsParam(a.Object.Handle) && !eval.IsParam(e.Object.Handle) {
		e.Bound |= BoundHandle
	}
	if len(a.Data.Srcs) > 0 || len(a.Env.Data.Srcs) > 0 || len(a.Program.Srcs) > 0 {
		e.Bound |= BoundData
	}
	in.bindSink(e, a.Object.Handle)
	e.decide()
	via := a.Via
	if len(via) >= maxVia {
		via = via[len(via)-maxVia+1:]
	}
	e.Via = append([]Site{site}, via...)
	return e
}

// settled reports whether a word that a callee's caller decides is not for the
// caller's caller to decide.
func settled(inside, here value.Word) bool {
	return inside.Src != "" && !value.Key(here.Src).FromParam()
}

// certainOnly leaves out what is only one element of a parameter: the names of a
// list say nothing about its first element.
func certainOnly(d value.Data) value.Data {
	d.Srcs = slices.DeleteFunc(slices.Clone(d.Srcs), func(s string) bool {
		return strings.HasSuffix(s, eval.Each) || strings.HasSuffix(s, eval.Some)
	})
	return d
}

// nameSpawns gives each start of a child the program and environment of the
// command that it starts.
func (s *scanner) nameSpawns(f *Func) {
	for _, e := range f.Effects {
		if e.Kind != api.Spawn || e.Object.Handle == "" {
			continue
		}
		if cmd := s.commands[e.Object.Handle]; cmd != nil {
			e.Name, e.Env, e.Data, e.Program = cmd.Name, cmd.Env, cmd.Data, cmd.Program
		}
	}
}

// foreign reports whether an instruction of the package initialiser is there for a test file, and this scanner looks at
// the package without its tests.
func (s *scanner) foreign(in ssa.Instruction) bool {
	if !s.alone || in.Parent().Synthetic == "" {
		return false
	}
	if isTestFile(s.pass.Fset, in.Pos()) {
		return true
	}
	c, ok := in.(ssa.CallInstruction)
	if !ok || c.Common().StaticCallee() == nil {
		return false
	}
	return !in.Pos().IsValid() && isTestFile(s.pass.Fset, c.Common().StaticCallee().Pos()) // func init
}

func isTestFile(fset *token.FileSet, pos token.Pos) bool {
	f := fset.File(pos)
	return f != nil && strings.HasSuffix(f.Name(), "_test.go")
}

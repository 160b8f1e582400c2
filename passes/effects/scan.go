package effects

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/report"
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
	goos string
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
		pass:      pass, res: res, prog: prog, goos: res.GOOS,
		funcs:      make(map[*ssa.Function]*Func),
		sums:       make(map[*ssa.Function]*Summary),
		busy:       make(map[*ssa.Function]bool),
		inner:      make(map[*Summary][]token.Pos),
		sets:       make(map[*ssa.Function][]*Setting),
		globalVals: make(map[string]*Global),
		commands:   make(map[string]*Effect),
	}
	s.Callees, s.Skip, s.Rows = s, s.foreign, rowsOfUser(pass)
	return s
}

// rowsOfUser is the table of calls, with the rows that the user has in front of it.
func rowsOfUser(pass *analysis.Pass) *api.Extra {
	info, ok := pass.ResultOf[report.Analyzer].(*report.Info)
	if !ok {
		return nil // the table alone
	}
	return info.Policy().Rows
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
	rows := s.rowsOf(fn, args)
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
		if lit := s.callback(a); lit != nil {
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

// callback returns the function literal that an argument is.
func (s *scanner) callback(a ssa.Value) *ssa.Function {
	if _, ok := a.Type().Underlying().(*types.Signature); !ok {
		return nil
	}
	if fn, _ := s.Function(a); fn != nil && fn.Parent() != nil && len(fn.Blocks) > 0 {
		return fn
	}
	return nil
}

// rowsOf returns the table's row for a callee; a raw system call is looked up
// by its number.
func (s *scanner) rowsOf(fn *types.Func, args []ssa.Value) *api.Call {
	if fn == nil {
		return nil
	}
	if api.IsRawSyscall(fn) && len(args) > 0 {
		if trap, ok := s.Word(args[0]).Known(^uint64(0)); ok {
			return api.LookupRaw(fn, int64(trap), s.pass.Pkg.Imports()...)
		}
		return nil
	}
	row := s.Rows.Lookup(fn)
	if row == nil || !row.On(s.goos) || row.Drivers != "" && !s.opensFile(fn, args, row) {
		return nil
	}
	return row
}

// opensFile reports whether a call opens a database by a driver of the row, and one
// that is a file.
func (s *scanner) opensFile(fn *types.Func, args []ssa.Value, row *api.Call) bool {
	driver, known := s.Path(eval.Arg(fn, args, int(row.Path)-1)).Const()
	if !known || !slices.Contains(strings.Fields(row.Drivers), driver) {
		return false
	}
	return !slices.ContainsFunc(s.Path(eval.Arg(fn, args, int(row.Path))).Literals(), func(text string) bool {
		return strings.Contains(text, ":memory:") || strings.Contains(text, "mode=memory")
	})
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
	return inside.Src != "" && !strings.HasPrefix(here.Src, "#")
}

// certainOnly leaves out what is only one element of a parameter: the names of a
// list say nothing about its first element.
func certainOnly(d value.Data) value.Data {
	d.Srcs = slices.DeleteFunc(slices.Clone(d.Srcs), func(s string) bool {
		return strings.HasSuffix(s, eval.Each) || strings.HasSuffix(s, eval.Some)
	})
	return d
}

func rowNamed(name string) *api.Call { return api.ByName(name) }

// innerPos is where the effect itself stands, inside callees of this package.
func (e *Effect) innerPos() token.Pos {
	if e.Inner.IsValid() {
		return e.Inner
	}
	if e.Own() {
		return e.Instr.Pos()
	}
	return token.NoPos
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

package eval

import (
	"go/token"
	"go/types"
	"maps"
	"slices"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/value"
	"github.com/permvet/permvet/passes/effects/internal/flow"
	"golang.org/x/tools/go/ssa"
)

// Callees is what an evaluator asks about code that it does not see itself.
type Callees interface {
	// Result returns what is known of result i of a call, in the terms of the
	// function that calls; nil when nothing is.
	Result(call *ssa.Call, i int) Outcome
	// Variable returns the value of a package variable of another package.
	Variable(key string) (Values, bool)
}

// Values is what is known of a variable.
type Values struct {
	Word value.Word
	Path value.Text
	Data value.Data
}

// An Outcome is a result of a call: its word, text and data.
type Outcome interface {
	Word() value.Word
	Path() (value.Text, bool)
	Data() value.Data
}

// An Evaluator tells what the SSA values of one package are.
type Evaluator struct {
	// Callees answers what the package's own code does not.
	Callees Callees
	// GOOS is the system that the package is analysed for.
	GOOS string
	// Rows is the table of calls, with the rows of the user.
	Rows *api.Extra
	fset *token.FileSet
	Pkg  *ssa.Package
	All  []*ssa.Function // every function with a body, literals included
	Flow *flow.Graphs
	// Skip tells which instructions of All do not count, if it is set.
	Skip func(ssa.Instruction) bool

	closures map[*ssa.Function]*ssa.MakeClosure

	solver
	words *table[ssa.Value, value.Word]
	paths *table[ssa.Value, value.Text]
	datas *table[ssa.Value, value.Data]
	keys  *table[ssa.Value, string]
	slots *table[*ssa.UnOp, Slot]

	cells    map[*ssa.Alloc]cell
	families map[*ssa.Function]storeIndex
	options  map[*ssa.Function]map[string][]ssa.Value // defaults of options in fields
	// fieldNames: fields are known by name only, as while stores to them are
	// looked for.
	fieldNames bool
	namer      *Evaluator
	Globals    map[*ssa.Global]*ssa.Store
	seams      map[*ssa.Global]ssa.Value
	stored     map[*ssa.Global]*holding
	fields     map[*types.Var][]ssa.Value
	optional   map[*types.Var]bool             // the fields that an option is stored in
	puts       map[*types.Var][]*ssa.MapUpdate // entries put into the map in a field
	handlePath map[string]value.Text
	made       map[string]bool // keys of handles that a call made
}

// NewEvaluator returns the evaluator of a package, of which all are the
// functions.
func NewEvaluator(fset *token.FileSet, pkg *ssa.Package, all []*ssa.Function, flow *flow.Graphs) *Evaluator {
	s := &Evaluator{
		fset: fset, Pkg: pkg, All: all, Flow: flow,
		closures:   make(map[*ssa.Function]*ssa.MakeClosure),
		cells:      make(map[*ssa.Alloc]cell),
		families:   make(map[*ssa.Function]storeIndex),
		options:    make(map[*ssa.Function]map[string][]ssa.Value),
		handlePath: make(map[string]value.Text),
		made:       make(map[string]bool),
	}
	s.tables()
	for _, fn := range all {
		for _, b := range fn.Blocks {
			for _, in := range b.Instrs {
				if mc, ok := in.(*ssa.MakeClosure); ok {
					s.closures[mc.Fn.(*ssa.Function)] = mc
				}
			}
		}
	}
	return s
}

// Made notes the key of a handle that a call makes, and the path of what it is.
func (s *Evaluator) Made(key string, p value.Text) {
	s.made[key] = true
	if len(p.Parts) > 0 {
		s.handlePath[key] = p
	}
}

// TakeOver adds the handles that another evaluator knows.
func (s *Evaluator) TakeOver(other *Evaluator) {
	maps.Copy(s.made, other.made)
	maps.Copy(s.handlePath, other.handlePath)
}

// IsMade reports whether a call is known that makes the handle.
func (s *Evaluator) IsMade(key string) bool { return s.made[key] }

// MadeAt returns the path of a handle that was made.
func (s *Evaluator) MadeAt(key string) (value.Text, bool) {
	p, ok := s.handlePath[key]
	return p, ok
}

func (s *Evaluator) tables() {
	s.words = newTable(&s.solver, s.taggedWord, func(ssa.Value) value.Word { return value.Word{} }, func(a, b value.Word) bool { return a == b }, loops)
	s.datas = newTable(&s.solver, func(v ssa.Value) value.Data { return s.refine(v, s.computeData(v)) },
		func(ssa.Value) value.Data { return value.Data{} }, sameData, holds)
	s.paths = newTable(&s.solver, s.computePath, func(v ssa.Value) value.Text { return value.Opaque(local(v)) }, nil, loops)
	s.keys = newTable(&s.solver, s.boundedKey, local, nil, loops)
	s.slots = newTable(&s.solver, func(v *ssa.UnOp) Slot { return s.read(v.X, v) }, func(v *ssa.UnOp) Slot { return Slot{Key: local(v)} }, nil,
		func(*ssa.UnOp) bool { return true })
	s.datas.kind, s.paths.kind, s.keys.kind, s.slots.kind = 1, 2, 3, 4
}

// loops reports whether a value may depend on itself without another such value
// in between: the values of a loop that it joins, or a place in memory.
func loops(v ssa.Value) bool {
	switch v.(type) {
	case *ssa.Phi, *ssa.UnOp, *ssa.Field, *ssa.FieldAddr, *ssa.Extract, *ssa.Call:
		return true // a call may give back what its arguments hold
	}
	return false
}

func sameData(a, b value.Data) bool {
	return a.Taint == b.Taint && a.Why == b.Why && slices.Equal(a.Srcs, b.Srcs) && slices.Equal(a.Names, b.Names)
}

// names returns the evaluator that knows fields by name only.
func (s *Evaluator) names() *Evaluator {
	if s.namer == nil {
		s.IndexGlobals()
		s.namer = &Evaluator{GOOS: s.GOOS, Callees: s.Callees, Rows: s.Rows, Skip: s.Skip, fset: s.fset, Pkg: s.Pkg, All: s.All, Flow: s.Flow, closures: s.closures, cells: s.cells,
			Globals: s.Globals, seams: s.seams, stored: s.stored, fieldNames: true}
		s.namer.tables()
	}
	return s.namer
}

// Unsure says that an answer of the Callees may be another later.
func (s *Evaluator) Unsure() { s.unsure() }

// Complete says that all that the evaluator is told has been told: all calls
// that make handles, and all that is known of callees.
func (s *Evaluator) Complete() { s.complete = true }

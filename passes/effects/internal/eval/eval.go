package eval

import (
	"go/token"
	"go/types"
	"maps"

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
	Path value.Path
	Data value.Data
}

// An Outcome is a result of a call: its word, text and data.
type Outcome interface {
	Word() value.Word
	Path() (value.Path, bool)
	Data() value.Data
}

// An Evaluator tells what the SSA values of one package are.
type Evaluator struct {
	// Callees answers what the package's own code does not.
	Callees Callees
	// Rows is the table of calls, with the rows of the user.
	Rows *api.Extra
	fset *token.FileSet
	Pkg  *ssa.Package
	All  []*ssa.Function // every function with a body, literals included
	Flow *flow.Graphs
	// Skip tells which instructions of All do not count, if it is set.
	Skip func(ssa.Instruction) bool

	closures map[*ssa.Function]*ssa.MakeClosure

	words      map[ssa.Value]value.Word
	paths      map[ssa.Value]value.Path
	datas      map[ssa.Value]value.Data
	slots      map[*ssa.UnOp]Slot
	cells      map[*ssa.Alloc]cell
	families   map[*ssa.Function]storeIndex
	options    map[*ssa.Function]map[string][]ssa.Value // defaults of options in fields
	indexing   bool
	fieldDepth int
	Globals    map[*ssa.Global]*ssa.Store
	seams      map[*ssa.Global]ssa.Value
	stored     map[*ssa.Global]*holding
	fields     map[*types.Var][]ssa.Value
	optional   map[*types.Var]bool // the fields that an option is stored in
	handlePath map[string]value.Path
	made       map[string]bool // keys of handles that a call made
}

// NewEvaluator returns the evaluator of a package, of which all are the
// functions.
func NewEvaluator(fset *token.FileSet, pkg *ssa.Package, all []*ssa.Function, flow *flow.Graphs) *Evaluator {
	s := &Evaluator{
		fset: fset, Pkg: pkg, All: all, Flow: flow,
		closures:   make(map[*ssa.Function]*ssa.MakeClosure),
		words:      make(map[ssa.Value]value.Word),
		paths:      make(map[ssa.Value]value.Path),
		datas:      make(map[ssa.Value]value.Data),
		slots:      make(map[*ssa.UnOp]Slot),
		cells:      make(map[*ssa.Alloc]cell),
		families:   make(map[*ssa.Function]storeIndex),
		options:    make(map[*ssa.Function]map[string][]ssa.Value),
		handlePath: make(map[string]value.Path),
		made:       make(map[string]bool),
	}
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
func (s *Evaluator) Made(key string, p value.Path) {
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
func (s *Evaluator) MadeAt(key string) (value.Path, bool) {
	p, ok := s.handlePath[key]
	return p, ok
}

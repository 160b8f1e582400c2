package eval

import (
	"go/token"
	"go/types"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/value"
)

// This file tells what stands in the unexported text fields of structs when the
// object is not known: only the package itself puts something there, mostly at
// one place, such as a constructor.

// fieldStores returns all that the package stores in a field outside its tests;
// nil when the field's address is handed out, so that others may store.
func (s *Evaluator) fieldStores(f *types.Var) []ssa.Value {
	if s.fields == nil {
		s.indexFields()
	}
	return s.fields[f]
}

func (s *Evaluator) indexFields() {
	s.fields = make(map[*types.Var][]ssa.Value)
	s.optional = make(map[*types.Var]bool)
	s.puts = make(map[*types.Var][]*ssa.MapUpdate)
	open := make(map[*types.Var]bool)
	for _, fn := range s.All {
		for _, b := range fn.Blocks {
			for _, in := range b.Instrs {
				if fa, ok := in.(*ssa.FieldAddr); ok {
					s.indexField(fa, open)
				}
			}
		}
	}
	for f := range open {
		delete(s.fields, f)
	}
}

// indexField notes the stores through one address of a field.
func (s *Evaluator) indexField(fa *ssa.FieldAddr, open map[*types.Var]bool) {
	f := FieldOf(fa.X.Type(), fa.Field)
	if f == nil || !s.ours(f) || !isTracked(f.Type()) {
		return
	}
	for _, r := range *fa.Referrers() {
		switch r := r.(type) {
		case *ssa.DebugRef:
		case *ssa.UnOp:
			for _, use := range *r.Referrers() {
				if put, ok := use.(*ssa.MapUpdate); ok && put.Map == r && !s.inTest(put) {
					s.puts[f] = append(s.puts[f], put)
				}
			}
		case *ssa.Store:
			switch {
			case r.Val == fa:
				open[f] = true
			case !s.inTest(r):
				s.fields[f] = append(s.fields[f], r.Val)
			}
		default:
			if def := s.optionIn(r, fa); def != nil {
				s.fields[f] = append(s.fields[f], def)
				s.optional[f] = true
			} else {
				open[f] = true
			}
		}
	}
}

// ours reports whether only this package can store something in the field.
func (s *Evaluator) ours(f *types.Var) bool {
	return f.Pkg() == s.Pkg.Pkg && (!f.Exported() || f.Pkg().Name() == "main")
}

// isTracked reports whether fields of the type are followed from method to method:
// texts, lists and maps of them, and integers such as modes.
func isTracked(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&(types.IsString|types.IsInteger) != 0 || IsTexts(t)
}

func (s *Evaluator) inTest(in ssa.Instruction) bool {
	return strings.HasSuffix(s.fset.Position(in.Pos()).Filename, "_test.go")
}

// IsTexts reports whether t is a list of strings or a map of strings to them.
func IsTexts(t types.Type) bool {
	switch t := t.Underlying().(type) {
	case *types.Slice:
		return IsText(t.Elem())
	case *types.Map:
		return IsText(t.Key()) && IsText(t.Elem())
	}
	return false
}

// IsText reports whether t is a string type.
func IsText(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsString != 0
}

// fieldPath is the text in the field that v reads, and that key names, of an
// object that is not known. What is the same for all objects is the text
// itself; else the text remains a symbol and has what is known as alternatives.
func (s *Evaluator) fieldPath(v ssa.Value, key string) (value.Text, bool) {
	f := fieldRead(v)
	if f == nil || !IsText(f.Type()) {
		return value.Text{}, false
	}
	p := value.Opaque(key)
	seen := map[string]bool{}
	told := false // something is known of one
	for _, x := range s.fieldStores(f) {
		s.Path(x).Each(func(q value.Text) bool {
			q = inObject(q, key)
			if k := q.Key(); !seen[k] && len(q.Parts) > 0 {
				seen[k] = true
				p.Alts = append(p.Alts, q)
				told = told || k != key
			}
			return true
		})
	}
	switch {
	case !told || len(p.Alts) > maxAlts:
		return value.Text{}, false
	case len(p.Alts) == 1 && !s.optional[f] && !p.Alts[0].Has(value.Sym) && !p.Alts[0].Has(value.Unique):
		return p.Alts[0], true
	}
	return p, true
}

// fieldRead returns the field that a value is read from.
func fieldRead(v ssa.Value) *types.Var {
	switch v := v.(type) {
	case *ssa.Field:
		return FieldOf(v.X.Type(), v.Field)
	case *ssa.UnOp:
		if fa, ok := v.X.(*ssa.FieldAddr); ok && v.Op == token.MUL {
			return FieldOf(fa.X.Type(), fa.Field)
		}
	}
	return nil
}

// inObject renames what is unknown of a text where it was put into a field:
// elsewhere it is known only as a part of the field that key names.
func inObject(p value.Text, key string) value.Text {
	if len(p.Parts) == 1 && p.Parts[0].Kind == value.Sym {
		return value.Opaque(key)
	}
	q := value.Text{Parts: append([]value.Part{}, p.Parts...)}
	for i := range q.Parts {
		if part := &q.Parts[i]; part.Kind == value.Sym || part.Kind == value.Unique {
			part.Text = key + "^" + strconv.Itoa(i)
		}
	}
	return q
}

// storedWord is the integer in the field that v reads, where every store in the
// package gives it a certain one.
func (s *Evaluator) storedWord(v ssa.Value) (value.Word, bool) {
	f := fieldRead(v)
	if f == nil || s.fieldOpen(f) {
		return value.Word{}, false
	}
	var w value.Word
	known := false
	for _, x := range s.fieldStores(f) {
		if fieldRead(x) == f {
			continue // a copy of another object's
		}
		one := s.Word(x)
		if one.Src != "" || one.Ones|one.Zeros != ^uint64(0) {
			return value.Word{}, false
		}
		if known {
			one = value.Join(w, one)
		}
		w, known = one, true
	}
	return w, known
}

// fieldOpen reports whether what the field holds is for others to say: the user, by
// an option, or whoever gets its address.
func (s *Evaluator) fieldOpen(f *types.Var) bool {
	stores := s.fieldStores(f)
	return len(stores) == 0 || s.optional[f]
}

// fieldTaint is what a list or map in the field that v reads may hold of the
// environment.
func (s *Evaluator) fieldTaint(v ssa.Value) value.Data {
	f := fieldRead(v)
	if f == nil || !IsTexts(f.Type()) {
		return value.Data{}
	}
	var d value.Data
	add := func(one value.Data) {
		if one.Taint&fieldTaints != 0 {
			d = value.Union(d, value.Data{Taint: one.Taint & fieldTaints, Why: one.Why})
		}
	}
	for _, x := range s.fieldStores(f) {
		add(s.Data(x))
	}
	for _, put := range s.puts[f] {
		add(s.Gathered(s.Data(put.Value), put))
	}
	return d
}

const fieldTaints = api.TaintEnviron | api.TaintEnvPart

package envleak

import (
	"fmt"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/internal/secret"
	"github.com/permvet/permvet/passes/effects"
)

func isText(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsString != 0
}

// aliased reports environments that belong to something shared and are changed
// in place for one child.
func (j *judge) aliased() {
	for _, fn := range j.res.Functions() {
		seen := map[ssa.Value]bool{}
		for _, m := range j.res.Mutations(fn) {
			name, shared := sharedEnv(m.Of)
			if !shared || seen[m.Of] || m.Callee == nil && !j.leaves(m) || j.putBack(m) {
				continue
			}
			seen[m.Of] = true
			j.reportAt(report.Finding{
				Kind: envAliased, Level: report.Warning, Pos: m.Pos(),
				Message: fmt.Sprintf("%s is shared, and %s: variables set for one child leak to others; clone it first", name, how(m)),
				Related: declaration(m.Of),
				Fixes:   j.cloned(m),
			})
		}
	}
}

func how(m *effects.Mutation) string {
	switch {
	case m.Callee != nil:
		return effects.ShortName(m.Callee.FullName()) + " writes into it"
	case m.Append:
		return "append may write into its backing array"
	}
	return "this writes into it"
}

// sharedEnv returns the name of the package variable or of the field of a
// shared struct that v was loaded from, if it is an environment by its name.
func sharedEnv(v ssa.Value) (string, bool) {
	ld, ok := v.(*ssa.UnOp)
	if !ok {
		return "", false
	}
	switch addr := ld.X.(type) {
	case *ssa.Global:
		return addr.Name(), isEnvName(addr.Name())
	case *ssa.FieldAddr:
		name := fieldName(addr)
		return name, isEnvName(name) && isSharedStruct(addr.X)
	}
	return "", false
}

// declaration points to the package variable that v was loaded from.
func declaration(v ssa.Value) []analysis.RelatedInformation {
	if ld, ok := v.(*ssa.UnOp); ok {
		if g, ok := ld.X.(*ssa.Global); ok && g.Pos().IsValid() {
			return []analysis.RelatedInformation{{Pos: g.Pos(), Message: "what all share is declared here"}}
		}
	}
	return nil
}

func fieldName(fa *ssa.FieldAddr) string {
	st, ok := fa.X.Type().Underlying().(*types.Pointer).Elem().Underlying().(*types.Struct)
	if !ok {
		return ""
	}
	return st.Field(fa.Field).Name()
}

// isSharedStruct reports whether the struct comes from outside the function:
// a parameter, a receiver or a package variable leads to it.
func isSharedStruct(v ssa.Value) bool {
	for range 8 {
		switch x := v.(type) {
		case *ssa.Parameter, *ssa.Global, *ssa.FreeVar:
			return true
		case *ssa.FieldAddr:
			v = x.X
		case *ssa.UnOp:
			v = x.X
		default:
			return false
		}
	}
	return false
}

func isEnvName(name string) bool {
	for _, w := range secret.Words(name) {
		switch w {
		case "env", "envs", "environ", "environment", "envvars":
			return true
		}
	}
	return false
}

// putBack reports whether a callee's result only replaces what it was given.
func (j *judge) putBack(m *effects.Mutation) bool {
	call, ok := m.Instr.(*ssa.Call)
	ld, loaded := m.Of.(*ssa.UnOp)
	if !ok || m.Callee == nil || !loaded || len(*call.Referrers()) == 0 {
		return false
	}
	for _, r := range *call.Referrers() {
		if st, ok := r.(*ssa.Store); !ok || st.Val != call || j.res.Key(st.Addr) != j.res.Key(ld.X) {
			return false
		}
	}
	return true
}

// leaves reports whether the changed collection is used for something else
// than to be what it was: stored elsewhere or returned; if it was extended, also
// passed on.
func (j *judge) leaves(m *effects.Mutation) bool {
	from := ""
	if ld, ok := m.Of.(*ssa.UnOp); ok {
		from = j.res.Key(ld.X)
	}
	seen := map[ssa.Value]bool{}
	var visit func(ssa.Value) bool
	visit = func(v ssa.Value) bool {
		if seen[v] || v.Referrers() == nil {
			return false
		}
		seen[v] = true
		for _, r := range *v.Referrers() {
			switch r := r.(type) {
			case *ssa.Return:
				return true
			case *ssa.Store:
				if r.Val != v {
					continue
				}
				if j.res.Key(r.Addr) != from {
					return true
				}
			case ssa.CallInstruction:
				b, builtin := r.Common().Value.(*ssa.Builtin)
				if !builtin {
					if m.Append {
						return true
					}
					continue
				}
				if b.Name() == "append" && len(r.Common().Args) > 0 && r.Common().Args[0] == v && visit(r.Value()) {
					return true
				}
			case *ssa.Phi, *ssa.ChangeType, *ssa.Slice:
				if visit(r.(ssa.Value)) {
					return true
				}
			}
		}
		return false
	}
	return visit(m.Of)
}

package effects

import (
	"go/token"
	"strings"

	"github.com/permvet/permvet/passes/effects/internal/eval"
	"golang.org/x/tools/go/ssa"
)

// SitePos returns a position for a place that a fact names, for related
// information; NoPos when the place is unknown. The files of dependencies are
// known to the file set when the driver loaded them from source. Other drivers
// give only what export data has: then a file without contents stands in, as
// it does for the positions of imported declarations.
func (r *Result) SitePos(site Site) token.Pos {
	if site.File == "" || site.Line <= 0 {
		return token.NoPos
	}
	var found *token.File
	r.pass.Fset.Iterate(func(f *token.File) bool {
		if f.Name() == site.File && f.LineCount() >= site.Line {
			found = f
			return false
		}
		return true
	})
	if found == nil {
		found = r.pass.Fset.AddFile(site.File, -1, site.Line+1)
		lines := make([]int, site.Line+1)
		for i := range lines {
			lines[i] = i
		}
		found.SetLines(lines)
	}
	return found.LineStart(site.Line)
}

// InnerPos returns the place in a callee's body where an effect happens, for
// related information; NoPos for own effects and where the place is unknown.
func (r *Result) InnerPos(e *Effect) token.Pos {
	if e.Own() || e.Inner.IsValid() {
		return e.Inner
	}
	return r.SitePos(e.At)
}

// Ours reports whether the code that has an effect belongs to the module that
// is analysed. What a dependency does for reasons of its own, with values of its
// own, is no decision of this program.
func (r *Result) Ours(e *Effect) bool {
	if e.innerPos().IsValid() && len(e.Via) < 2 {
		return true
	}
	path := packageOf(e.Via[len(e.Via)-1].Func)
	if path == r.pass.Pkg.Path() || path == "" {
		return true
	}
	m := r.pass.Module
	return m != nil && m.Path != "" && (path == m.Path || strings.HasPrefix(path, m.Path+"/"))
}

// packageOf cuts the full name of a function down to its import path:
// "(*example.org/a/b.T).M" to "example.org/a/b".
func packageOf(full string) string {
	full = strings.TrimLeft(full, "(*")
	i := strings.LastIndexByte(full, '/')
	if j := strings.IndexByte(full[i+1:], '.'); j >= 0 {
		return full[:i+1+j]
	}
	return ""
}

// Elems returns the elements of a slice that is written as a list, such as the
// variadic arguments of a call; nil if they are not known.
func (r *Result) Elems(v ssa.Value) []ssa.Value {
	if r.ev == nil || v == nil {
		return nil
	}
	return locked(r, func(ev *eval.Evaluator) []ssa.Value { return ev.SliceElems(v) })
}

package effects

import (
	"go/token"

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

// Elems returns the elements of a slice that is written as a list, such as the
// variadic arguments of a call; nil if they are not known.
func (r *Result) Elems(v ssa.Value) []ssa.Value {
	if r.s == nil || v == nil {
		return nil
	}
	return r.s.sliceElems(v)
}

package privdrop

import (
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// isEmpty reports whether a value is certainly nil, false, zero, or a literal
// without elements.
func isEmpty(v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.Const:
		return v.Value == nil || v.Value.ExactString() == "0" || v.Value.ExactString() == "false"
	case *ssa.Slice:
		if p, ok := v.X.Type().Underlying().(*types.Pointer); ok {
			if a, ok := p.Elem().Underlying().(*types.Array); ok {
				return a.Len() == 0
			}
		}
	}
	return false
}

func isTrue(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.Value != nil && c.Value.ExactString() == "true"
}

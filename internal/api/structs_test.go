package api

import (
	"go/types"
	"testing"
)

// TestFields proves that every row about a field of the standard library
// resolves on some system, and that no row is double or without reason.
func TestFields(t *testing.T) {
	worlds := allWorlds(t)
	if len(fieldsByName) != len(fieldRows) {
		t.Errorf("%d rows but %d names: a row is double", len(fieldRows), len(fieldsByName))
	}
	for _, f := range fieldRows {
		if f.Why == "" || f.Means == NoMeaning {
			t.Errorf("%s.%s: no reason or no meaning", f.Struct, f.Name)
		}
		if thirdParty(PackageOf(f.Struct)) {
			continue
		}
		seen := false
		for _, w := range worlds {
			pkg := w[PackageOf(f.Struct)]
			seen = seen || pkg != nil && resolves(pkg, f)
		}
		if !seen {
			t.Errorf("%s.%s does not exist", f.Struct, f.Name)
		}
	}
}

// resolves reports whether the package has the field, and whether looking it
// up gives the row.
func resolves(pkg *types.Package, f *Field) bool {
	obj, ok := pkg.Scope().Lookup(bareName(f.Struct)).(*types.TypeName)
	if !ok {
		return false
	}
	st, ok := obj.Type().Underlying().(*types.Struct)
	if !ok {
		return false
	}
	for i := range st.NumFields() {
		if st.Field(i).Name() == f.Name {
			return LookupField(types.NewPointer(obj.Type()), i) == f && MayBeField(st.Field(i))
		}
	}
	return false
}

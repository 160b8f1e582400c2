package api

import "go/types"

// Extra is the table with the rows of a user in front of it. The nil Extra is the table alone.
type Extra struct {
	rows   []*Call
	byName map[string]*Call
	known  map[string]map[string]bool
}

// NewExtra puts rows in front of the table. One that has the name of a row of the table stands in its place.
func NewExtra(rows []*Call) *Extra {
	if len(rows) == 0 {
		return nil
	}
	return &Extra{rows: rows, byName: index(rows), known: namesOf(rows)}
}

// Rows are the rows of the user.
func (x *Extra) Rows() []*Call {
	if x == nil {
		return nil
	}
	return x.rows
}

// Lookup returns the row for fn, or nil.
func (x *Extra) Lookup(fn *types.Func) *Call {
	if row := x.own(fn); row != nil {
		return row
	}
	return Lookup(fn)
}

func (x *Extra) own(fn *types.Func) *Call {
	if x == nil || fn == nil || fn.Pkg() == nil || !x.known[unvendored(fn.Pkg().Path())][fn.Name()] {
		return nil
	}
	return x.byName[FullName(fn)]
}

// ByName returns the row with the name, or nil.
func (x *Extra) ByName(name string) *Call {
	if x != nil && x.byName[name] != nil {
		return x.byName[name]
	}
	return ByName(name)
}

// Known reports whether there are rows for the package path.
func (x *Extra) Known(path string) bool {
	return x != nil && x.known[unvendored(path)] != nil || Known(path)
}

// Package reversible5 works as another user for a while, which a function of
// another package sees to.
package reversible5

import "github.com/permvet/permvet/passes/privdrop/testdata/src/lib"

func save(write func() error) error { return lib.As(1000, 1001, write) }

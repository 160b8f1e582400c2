package effects

import (
	"slices"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/secret"
	"github.com/permvet/permvet/internal/value"
)

// IsKey reports whether data is key material and not its public half.
func IsKey(d value.Data) bool {
	return d.Taint&api.TaintKey != 0 && !slices.ContainsFunc(d.Names, func(n string) bool { return secret.Name(n).Public })
}

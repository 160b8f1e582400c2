// Package analyzers is the registry of the suite: every check with its description. It is the only importer of all
// passes.
package analyzers

import "github.com/permvet/permvet/internal/meta"

// Suite describes the whole suite to a driver.
func Suite() meta.Suite {
	return meta.Suite{URL: "https://github.com/permvet/permvet"}
}

package two

import (
	"text/template"

	"github.com/permvet/permvet/passes/envleak/testdata/src/lib"
)

// A secret that the wrapper puts into the arguments of a child.
func argv(password string) error {
	return lib.Run("psql", []string{}, "--password="+password) // want `warning: password stands on the command line of psql: .*secret-argv`
}

func funcs() *template.Template {
	return template.New("x").Funcs(lib.Funcs()) // want `env-template`
}

package two

import (
	"os"
	"text/template"

	"github.com/permvet/permvet/passes/envleak/testdata/src/lib"
)

// A secret that the wrapper puts into the arguments of a child.
func argv(password string) error {
	return lib.Run("psql", []string{}, "--password="+password) // want `warning: password is passed on the command line of psql, .*secret-argv`
}

func funcs() *template.Template {
	return template.New("x").Funcs(lib.Funcs()) // want `env-template`
}

// Right: the variables that are kept there were chosen.
var chosen = lib.Keep(os.Environ(), "APP_")

// Right: looked into only.
var looked = lib.All()

func home() string { return looked["HOME"] }

func some() []string { return chosen }

var atStart = lib.All() // want `^warning: atStart captures the whole environment at startup and is passed on: .*env-snapshot`

func all() map[string]string { return atStart }

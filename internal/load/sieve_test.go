package load_test

import (
	"go/types"
	"testing"

	"golang.org/x/tools/go/packages"

	"github.com/permvet/permvet/internal/load"
)

// The dependencies are modules of their own: what belongs to the main module is never left out.
const sieveModules = `
-- go.mod --
module example.com/m
go 1.26

require example.org/dep v0.0.0
replace example.org/dep => ./dep
-- m.go --
package m

import (
	"example.com/m/own"
	"example.org/dep/called"
	"example.org/dep/field"
	"example.org/dep/mere"
	"example.org/dep/method"
	"example.org/dep/through"
	"example.org/dep/variable"
)

func F() {
	own.F()
	called.F()
	field.F()
	mere.F()
	method.F()
	through.New().Save()
	variable.F()
}
-- own/own.go --
package own

import "os"

func F() os.FileMode { return 0o644 }
-- dep/go.mod --
module example.org/dep
go 1.26
-- dep/save/save.go --
package save

import "os"

// The call sits in a literal, two functions below Save.
func Save(name string) error { return helper(name) }

func helper(name string) error {
	return func() error { return os.WriteFile(name, nil, 0o666) }()
}

type Saver struct{}

func (Saver) Save() error { return helper("") }

func Harmless() {}
-- dep/called/called.go --
package called

import "example.org/dep/save"

func F() { save.Save("") }
-- dep/method/method.go --
package method

import "example.org/dep/save"

type wrapper struct{ save.Saver }

func F() { wrapper{}.Save() }
-- dep/variable/variable.go --
package variable

import "os"

var write = os.WriteFile

func F() { write("", nil, 0o666) }
-- dep/field/field.go --
package field

import "os/exec"

func F() { new(exec.Cmd).Env = nil }
-- dep/mere/mere.go --
package mere

import (
	"os"

	"example.org/dep/save"
)

// F mentions os and save, but nothing in them that has an effect.
func F() os.FileMode { save.Harmless(); _ = os.Args; return os.ModePerm }
-- dep/through/through.go --
package through

import "example.org/dep/save"

// New hands out an object whose methods have effects; the caller need not import their package.
func New() save.Saver { return save.Saver{} }
`

// hasEffect is true of os.WriteFile and the field exec.Cmd.Env.
func hasEffect(obj types.Object) bool {
	if obj.Pkg() == nil {
		return false
	}
	switch obj.Pkg().Path() + "." + obj.Name() {
	case "os.WriteFile", "os/exec.Env":
		return true
	}
	return false
}

func TestSieve(t *testing.T) {
	dir := unpack(t, sieveModules)
	res := mustLoad(t, load.Config{Dir: dir, Effect: hasEffect}, ".")
	wantPackages(t, res, "example.com/m")
	deps := map[string]*packages.Package{}
	packages.Visit(res.Packages, nil, func(p *packages.Package) { deps[p.PkgPath] = p })

	for _, path := range []string{
		"example.com/m/own", // of the main module: not sieved
		"example.org/dep/save", "example.org/dep/called", "example.org/dep/method", "example.org/dep/variable", "example.org/dep/field",
	} {
		if p := deps[path]; p == nil || len(p.Syntax) == 0 {
			t.Errorf("%s has effects, but no syntax", path)
		}
	}
	for _, path := range []string{"example.org/dep/mere", "example.org/dep/through"} {
		switch p := deps[path]; {
		case p == nil:
			t.Errorf("%s is gone: facts do not pass through it", path)
		case len(p.Syntax) > 0:
			t.Errorf("%s has no effects, but syntax", path)
		case p.Imports["example.org/dep/save"] == nil:
			t.Errorf("%s does not pass on the facts about save", path)
		}
	}
}

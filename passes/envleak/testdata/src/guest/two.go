package guest

import (
	"os"

	specs "github.com/opencontainers/runtime-spec/specs-go"

	"github.com/permvet/permvet/passes/envleak/testdata/src/guestlib"
)

// Right: named, and told where it is wrong.
func named(p *specs.Process, more ...string) {
	guestlib.SetEnv(p, "PATH=/bin")
	guestlib.SetEnv(p, more...)
	guestlib.Inherit(p)
}

func everything(p *specs.Process) {
	guestlib.SetEnv(p, os.Environ()...) // want `warning: the whole environment, secrets included, goes into specs-go.Process.Env`
}

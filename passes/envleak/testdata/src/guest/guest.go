package guest

import (
	"os"

	specs "github.com/opencontainers/runtime-spec/specs-go"
)

// Right: a list.
func listed() *specs.Process { return &specs.Process{Env: []string{"PATH=/bin"}} }

func hook(path string) specs.Hook {
	return specs.Hook{
		Path: path,
		Env:  os.Environ(), // want `^warning: the whole environment, secrets included, goes into specs-go.Hook.Env, readable by the code that runs there; pass only the variables it needs`
	}
}

func process(s *specs.Spec) {
	s.Process.Env = append(s.Process.Env, os.Environ()...) // want `warning: the whole environment, secrets included, goes into specs-go.Process.Env`
}

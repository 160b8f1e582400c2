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
		Env:  os.Environ(), // want `^warning: the whole environment of this process, with every password and token in it, goes into specs-go.Hook.Env: whoever wrote what runs there reads it; pass what it needs by name`
	}
}

func process(s *specs.Spec) {
	s.Process.Env = append(s.Process.Env, os.Environ()...) // want `warning: the whole environment of this process, .* goes into specs-go.Process.Env`
}

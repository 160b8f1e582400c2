// Package guestlib writes configurations of containers.
package guestlib

import (
	"os"

	specs "github.com/opencontainers/runtime-spec/specs-go"
)

// SetEnv gives a process what its caller chooses.
func SetEnv(p *specs.Process, env ...string) { p.Env = append(p.Env, env...) }

// Inherit gives a process everything.
func Inherit(p *specs.Process) {
	p.Env = append(p.Env, os.Environ()...) // want `warning: the whole environment`
}

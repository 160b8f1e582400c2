// Package strict has what is only said with -strict.
package strict

import (
	"os/exec"
	"syscall"

	specs "github.com/opencontainers/runtime-spec/specs-go"
)

// Right: nothing is given.
func none() *exec.Cmd {
	cmd := exec.Command("named")
	cmd.SysProcAttr = &syscall.SysProcAttr{AmbientCaps: nil}
	return cmd
}

func chosen() *exec.Cmd {
	cmd := exec.Command("named")
	cmd.SysProcAttr = &syscall.SysProcAttr{
		AmbientCaps: []uintptr{10}, // want `^note: AmbientCaps: named and its own children keep these capabilities`
	}
	return cmd
}

func ambient(p *specs.Process, caps []string) {
	p.Capabilities.Inheritable = caps // want `^note: Inheritable is not empty`
	p.Capabilities.Ambient = caps
}

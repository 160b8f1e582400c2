// Package strict has what is only said with -strict.
package strict

import (
	"fmt"
	"os"
	"os/exec"
)

// Right: this program again, and a child that others complete.
func again() error         { return exec.Command("/proc/self/exe").Run() }
func described() *exec.Cmd { return exec.Command("git") }

func constant() error {
	return exec.Command("git", "gc").Run() // want `^note: Env is not set, so the child inherits the whole environment`
}

func explicit() error {
	cmd := exec.Command("git", "gc")
	cmd.Env = os.Environ() // want `^note: the child inherits the whole environment, secrets included; pass only the variables it needs`
	return cmd.Run()
}

func printEnvironment() {
	fmt.Println(os.Environ()) // want `^note: the whole environment goes to standard output`
}

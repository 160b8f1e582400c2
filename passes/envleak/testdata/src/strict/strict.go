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
	return exec.Command("git", "gc").Run() // want `^note: Env is not set, so the child gets the whole environment`
}

func explicit() error {
	cmd := exec.Command("git", "gc")
	cmd.Env = os.Environ() // want `^note: the child gets the whole environment, with every password and token in it; pass what it needs by name`
	return cmd.Run()
}

func printEnvironment() {
	fmt.Println(os.Environ()) // want `^note: the whole environment goes to standard output`
}

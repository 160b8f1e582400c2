package fixes

import (
	"os"
	"os/exec"
	"strings"
)

var defaultEnv = map[string]string{}

type task struct{ Env []string }

func (t *task) command() *exec.Cmd {
	env := t.Env
	env[0] = "PATH=/sbin" // want `env-aliased`
	cmd := exec.Command("x")
	cmd.Env = env
	return cmd
}

func (t *task) list() []string {
	return append(t.Env, "A=1") // want `env-aliased`
}

func joined(own map[string]string) map[string]string {
	return join(defaultEnv, own) // want `env-aliased`
}

func join(base, over map[string]string) map[string]string {
	for k, v := range over {
		base[k] = v
	}
	return base
}

func filtered() *exec.Cmd {
	var env []string
	for _, kv := range os.Environ() {
		if strings.HasPrefix(kv, "GIT_") {
			env = append(env, kv)
		}
	}
	cmd := exec.Command("git")
	cmd.Env = env // want `env-filter-nil`
	return cmd
}

package filter

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
)

// Right: made, so never nil.
func made() *exec.Cmd {
	env := make([]string, 0, 8)
	for _, kv := range os.Environ() {
		if strings.HasPrefix(kv, "GIT_") {
			env = append(env, kv)
		}
	}
	cmd := exec.Command("git")
	cmd.Env = env
	return cmd
}

// Right: something is always added.
func added() *exec.Cmd {
	var env []string
	for _, kv := range os.Environ() {
		if strings.HasPrefix(kv, "GIT_") {
			env = append(env, kv)
		}
	}
	cmd := exec.Command("git")
	cmd.Env = append(env, "LC_ALL=C")
	return cmd
}

// Right: looked at.
func checked() *exec.Cmd {
	var env []string
	for _, name := range []string{"HOME", "PATH"} {
		if v, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+v)
		}
	}
	if len(env) == 0 {
		env = []string{"PATH=/bin"}
	}
	cmd := exec.Command("git")
	cmd.Env = env
	return cmd
}

// Right: nil is meant to inherit.
func inherits(extra []string) *exec.Cmd {
	var env []string
	if len(extra) > 0 {
		env = append(os.Environ(), extra...)
	}
	cmd := exec.Command("git")
	cmd.Env = env
	return cmd
}

// Right: slices.DeleteFunc keeps an empty list.
func deleted() *exec.Cmd {
	cmd := exec.Command("git")
	cmd.Env = slices.DeleteFunc(os.Environ(), func(kv string) bool { return strings.HasPrefix(kv, "AWS_") })
	return cmd
}

// Right: execve gives a nil list as it is.
func replaced() error {
	var env []string
	for _, kv := range os.Environ() {
		if strings.HasPrefix(kv, "GIT_") {
			env = append(env, kv)
		}
	}
	_, err := syscall.ForkExec("/bin/git", nil, &syscall.ProcAttr{Env: env})
	return err
}

func byPrefix() *exec.Cmd {
	var env []string
	for _, kv := range os.Environ() {
		if strings.HasPrefix(kv, "GIT_") {
			env = append(env, kv)
		}
	}
	cmd := exec.Command("git")
	cmd.Env = env // want `^warning: Env is nil when the filter matches nothing, and a nil Env inherits the whole environment; start from \[\]string{} \(envleak/env-filter-nil\)$`
	return cmd
}

func byList(names []string) *exec.Cmd {
	return &exec.Cmd{
		Path: "/bin/git",
		Env:  only(names), // want `warning: Env is nil when the filter matches nothing`
	}
}

func only(names []string) (env []string) {
	for _, name := range names {
		if v, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+v)
		}
	}
	return env
}

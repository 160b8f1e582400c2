package snapshot

import (
	"os"
	"os/exec"
	"strings"
)

// Right: looked into only.
var atStart = os.Environ()

func has(name string) bool {
	for _, kv := range atStart {
		if strings.HasPrefix(kv, name+"=") {
			return true
		}
	}
	return len(atStart) == 0
}

// Right: one variable.
var home = os.Getenv("HOME")

var environ = os.Environ() // want `^warning: environ captures the whole environment at startup and is passed on: secrets removed with os.Unsetenv remain in it; read variables when needed \(envleak/env-snapshot\)$`

var asMap = toMap(os.Environ()) // want `warning: asMap captures`

func toMap(list []string) map[string]string {
	m := map[string]string{}
	for _, kv := range list {
		if i := strings.IndexByte(kv, '='); i >= 0 {
			m[kv[:i]] = kv[i+1:]
		}
	}
	return m
}

func child() *exec.Cmd {
	cmd := exec.Command("git")
	cmd.Env = environ
	return cmd
}

func vars() map[string]string { return asMap }

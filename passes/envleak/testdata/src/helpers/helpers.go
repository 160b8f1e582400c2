package helpers

import (
	"net/http"
	"os"
	"os/exec"
)

func hook(hook string, more []string) error {
	cmd := exec.Command(hook)
	cmd.Env = append(os.Environ(), "EVENT=start") // want `env-to-less-trusted-child`
	other := exec.Command(hook)
	other.Env = os.Environ() // want `env-to-less-trusted-child`
	third := exec.Command(hook)
	third.Env = append(os.Environ(), more...) // want `env-to-less-trusted-child`
	return exec.Command(hook, "arg").Run()    // want `env-to-less-trusted-child`
}

func answer(w http.ResponseWriter, r *http.Request) {}

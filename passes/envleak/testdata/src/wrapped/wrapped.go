package wrapped

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"

	"github.com/permvet/permvet/passes/envleak/testdata/src/lib"
)

// Right: filtered in the other package.
func some(w http.ResponseWriter, r *http.Request) {
	lib.Answer(w, lib.Keep(os.Environ(), "APP_"))
}

// Right: to a file.
func file(p string) error {
	f, err := os.OpenFile(p, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	return lib.Dump(f)
}

// Right: a constant program, and lists that are never nil.
func runs() error {
	if err := lib.Run("git", lib.KeepList(os.Environ(), "GIT_"), "gc"); err != nil {
		return err
	}
	return lib.Run("git", append(lib.Keep(os.Environ(), "GIT_"), "LC_ALL=C"), "gc")
}

func whole(w http.ResponseWriter, r *http.Request) {
	lib.Answer(w, os.Environ()) // want `error: the whole environment goes to an HTTP response`
	lib.Answer(w, lib.All())    // want `error: the whole environment goes to an HTTP response`
	fmt.Fprint(w, lib.Base)     // want `error: the whole environment goes to an HTTP response`
	lib.Dump(w)                 // want `error: the whole environment goes to an HTTP response`
}

func plugin(plugin string) error {
	return lib.Run(plugin, os.Environ()) // want `^warning: a program that is chosen at run time \(plugin\) inherits the whole environment, secrets included; pass only the variables it needs \(envleak/env-to-less-trusted-child\)$`
}

func nothing() error {
	return lib.Run("git", lib.Keep(os.Environ(), "GIT_"), "gc") // want `^warning: Env is nil when the filter matches nothing, and a nil Env inherits the whole environment; start from \[\]string{} \(envleak/env-filter-nil\)$`
}

func direct() *exec.Cmd {
	cmd := exec.Command("git")
	cmd.Env = lib.Keep(os.Environ(), "GIT_") // want `warning: Env is nil when the filter matches nothing`
	return cmd
}

func shared(own map[string]string) map[string]string {
	return lib.Join(lib.DefaultEnv, own) // want `^warning: DefaultEnv is shared, and lib.Join writes into it: variables set for one child leak to others; clone it first \(envleak/env-aliased\)$` related:`^lib.go: var DefaultEnv = map\[string\]string\{"TERM": "xterm"\}: what all share is declared here$`
}

// Told there.
func apply(key string) error { return (&lib.Config{APIKey: key}).Apply() }

// Right: whether it is kept there is not decided here.
func read() string { return lib.Get("DB_PASSWORD") }

func stored(password string) error {
	return lib.Set("PGPASSWORD", password) // want `warning: the secret in PGPASSWORD is put into the environment`
}

package two

import (
	"net/http"
	"net/http/cgi"
	"os"
	"os/exec"

	"github.com/permvet/permvet/passes/envleak/testdata/src/lib"
)

// Right: no secrets, and names that somebody else chooses.
func scripts(names []string) []*cgi.Handler {
	return []*cgi.Handler{lib.Handler("/a", "PATH", "LANG"), lib.Handler("/b", names...), lib.Handler("/c")}
}

func script() *cgi.Handler {
	return lib.Handler("/cgi", "PATH", "DB_PASSWORD") // want `^warning: InheritEnv passes DB_PASSWORD from the server's environment to every CGI script; .*cgi-inherits`
}

func served() http.Handler {
	return lib.Script("/cgi", "API_TOKEN") // want `InheritEnv passes API_TOKEN`
}

// Right: what it gets is set in the other package.
func minimal(uid, gid uint32) *exec.Cmd {
	cmd := exec.Command("helper")
	cmd.SysProcAttr = lib.User(uid, gid)
	lib.Minimal(cmd)
	return cmd
}

// Right: root again.
func asRoot() *exec.Cmd {
	cmd := exec.Command("helper")
	cmd.SysProcAttr = lib.User(0, 0)
	return cmd
}

func inherits(uid, gid uint32) error {
	cmd := exec.Command("helper") // want `^warning: Env is not set, so a child that runs as another user inherits the whole environment`
	cmd.SysProcAttr = lib.User(uid, gid)
	return cmd.Run()
}

func everything(uid, gid uint32) error {
	cmd := exec.Command("helper")
	cmd.SysProcAttr = lib.User(uid, gid)
	lib.Everything(cmd) // want `^warning: a child that runs as another user inherits the whole environment`
	return cmd.Run()
}

func given(uid, gid uint32) error {
	cmd := exec.Command("helper")
	cmd.SysProcAttr = lib.User(uid, gid)
	lib.SetEnv(cmd, os.Environ()) // want `^warning: a child that runs as another user inherits the whole environment`
	return cmd.Run()
}

func filtered() error {
	cmd := exec.Command("git")
	lib.SetEnv(cmd, lib.Keep(os.Environ(), "GIT_")) // want `Env is nil when the filter matches nothing`
	return cmd.Run()
}

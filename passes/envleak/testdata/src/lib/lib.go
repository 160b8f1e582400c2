// Package lib is what other packages answer and start children with.
package lib

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/cgi"
	"os"
	"os/exec"
	"strings"
	"syscall"
)

// Base is the environment from the start.
var Base = os.Environ() // want `warning: Base captures the whole environment at startup and is passed on`

// Defaults are what children get when nothing else is said.
var DefaultEnv = map[string]string{"TERM": "xterm"}

// Answer answers with JSON.
func Answer(w http.ResponseWriter, v any) {
	w.WriteHeader(http.StatusOK)
	json.NewEncoder(w).Encode(v)
}

// Dump writes JSON anywhere.
func Dump(w io.Writer) error { return json.NewEncoder(w).Encode(os.Environ()) }

// All returns the environment as a map.
func All() map[string]string {
	m := make(map[string]string)
	for _, kv := range os.Environ() {
		parts := strings.SplitN(kv, "=", 2)
		if len(parts) != 2 {
			continue
		}
		m[parts[0]] = parts[1]
	}
	return m
}

// Keep returns the entries with a prefix.
func Keep(env []string, prefix string) []string {
	var out []string
	for _, kv := range env {
		if strings.HasPrefix(kv, prefix) {
			out = append(out, kv)
		}
	}
	return out
}

// KeepList is Keep, and never nil.
func KeepList(env []string, prefix string) []string {
	out := []string{}
	for _, kv := range env {
		if strings.HasPrefix(kv, prefix) {
			out = append(out, kv)
		}
	}
	return out
}

// Run runs a program with an environment.
func Run(program string, env []string, args ...string) error {
	cmd := exec.Command(program, args...)
	cmd.Env = env
	return cmd.Run()
}

// Join writes the second map into the first.
func Join(base, override map[string]string) map[string]string {
	for k, v := range override {
		base[k] = v
	}
	return base
}

// Set sets a variable.
func Set(name, value string) error { return os.Setenv(name, value) }

// Config is what a console is told in variables.
type Config struct{ APIKey string }

// Apply tells it.
func (c *Config) Apply() error {
	return os.Setenv("CONSOLE_API_KEY", c.APIKey) // want `the secret in CONSOLE_API_KEY is put into the environment`
}

// Get reads a variable, and keeps what stands at the address that it may be.
func Get(name string) string {
	v := os.Getenv(name)
	if strings.HasPrefix(v, "http:") {
		if body := fetch(v); body != "" {
			os.Setenv("_"+name, body)
			return body
		}
	}
	return v
}

func fetch(url string) string {
	resp, err := http.Get(url)
	if err != nil {
		return ""
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		return ""
	}
	return string(data)
}

// Script runs a CGI script with variables that its caller names.
func Script(path string, inherit ...string) http.Handler {
	return &cgi.Handler{Path: path, InheritEnv: inherit}
}

// Handler runs a CGI script with variables that its caller names.
func Handler(path string, inherit ...string) *cgi.Handler {
	return &cgi.Handler{Path: path, InheritEnv: inherit}
}

// User is who a child runs as.
func User(uid, gid uint32) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uid, Gid: gid}}
}

// Minimal gives a child what every program needs.
func Minimal(cmd *exec.Cmd) { cmd.Env = []string{"PATH=/usr/bin:/bin"} }

// Everything gives a child the environment of this process.
func Everything(cmd *exec.Cmd) { cmd.Env = append(os.Environ(), "LC_ALL=C") }

// SetEnv gives a child what its caller chooses.
func SetEnv(cmd *exec.Cmd, env []string) { cmd.Env = env }

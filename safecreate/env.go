package safecreate

import (
	"context"
	"os"
	"os/exec"
	"path"
	"runtime"
	"slices"
	"strings"
)

// allowed lists the variables that a child needs to find its programs, its home, its
// language and its terminal, and nothing that carries a secret, a proxy, an agent's
// socket or a library to load. The list is what sudo, doas and systemd keep.
func allowed(goos string) []string {
	if goos == "windows" {
		return []string{
			"PATH", "PATHEXT", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "TEMP", "TMP",
			"USERNAME", "USERPROFILE", "HOMEDRIVE", "HOMEPATH", "APPDATA", "LOCALAPPDATA",
			"PROGRAMDATA", "PROGRAMFILES", "PROGRAMFILES(X86)", "PROGRAMW6432",
			"NUMBER_OF_PROCESSORS", "PROCESSOR_ARCHITECTURE", "OS",
		}
	}
	return []string{
		"PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "LC_*", "TZ", "TERM", "TMPDIR",
	}
}

// Env returns an environment for a child: of this process's variables only PATH, HOME,
// USER, LOGNAME, SHELL, LANG, LANGUAGE, LC_*, TZ, TERM and TMPDIR (on Windows the list
// that programs need there), then extra ("NAME=value"). Every name is there once: extra
// replaces what the process has, and the last of extra wins.
//
// The result is never nil, not even when nothing is left: to exec.Cmd and os.ProcAttr a
// nil environment means everything that this process has. Nothing is read but
// os.Environ; Env cannot fail. Pass what else the child needs by name:
// Env("SSH_AUTH_SOCK=" + os.Getenv("SSH_AUTH_SOCK")).
func Env(extra ...string) []string {
	return lastWins(append(FilterEnv(os.Environ(), allowed(runtime.GOOS)...), extra...))
}

// lastWins leaves of the entries with the same name the last one. Package os/exec does the
// same, but os.StartProcess and syscall.Exec do not, and most programs take the first.
func lastWins(env []string) []string {
	seen := make(map[string]bool, len(env))
	kept := make([]string, 0, len(env))
	for i := len(env) - 1; i >= 0; i-- {
		name, _, ok := strings.Cut(env[i], "=")
		if runtime.GOOS == "windows" {
			name = strings.ToUpper(name)
		}
		if ok && name != "" && seen[name] {
			continue
		}
		seen[name] = seen[name] || ok
		kept = append(kept, env[i])
	}
	slices.Reverse(kept)
	return kept
}

// FilterEnv returns the entries of env whose names match one of the patterns in the
// sense of [path.Match], in their order; a malformed pattern matches nothing. On
// Windows names are compared without regard to case.
//
// Entries that some programs take for something else are dropped: those without a name
// or without "=", with a NUL byte, and values that begin with "() {", the exported
// functions of old shells. The result is a new slice and never nil, so that a filter
// that matches nothing does not make exec.Cmd pass on everything.
func FilterEnv(env []string, patterns ...string) []string {
	out := make([]string, 0, len(patterns))
	for _, entry := range env {
		name, value, ok := strings.Cut(entry, "=")
		if !ok || name == "" || strings.IndexByte(entry, 0) >= 0 || strings.HasPrefix(value, "() {") {
			continue
		}
		if matchName(name, patterns) {
			out = append(out, entry)
		}
	}
	return out
}

func matchName(name string, patterns []string) bool {
	fold := runtime.GOOS == "windows"
	if fold {
		name = strings.ToUpper(name)
	}
	for _, p := range patterns {
		if fold {
			p = strings.ToUpper(p)
		}
		if ok, err := path.Match(p, name); ok && err == nil {
			return true
		}
	}
	return false
}

// Command is [exec.Command] with Env set to [Env](): the child gets no credentials,
// proxies, agent sockets or loader variables of this process unless they are appended
// to Env. Nothing else differs. (A child also gets the descriptors that lack
// close-on-exec; see the packages cloexec and fdtest.) An error is in the Err field of
// the result, as with exec.Command.
func Command(name string, arg ...string) *exec.Cmd {
	c := exec.Command(name, arg...)
	c.Env = Env()
	return c
}

// CommandContext is [exec.CommandContext] with Env set to [Env](), as [Command].
func CommandContext(ctx context.Context, name string, arg ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, name, arg...)
	c.Env = Env()
	return c
}

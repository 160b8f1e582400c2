package envleak

import (
	"fmt"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/internal/secret"
	"github.com/permvet/permvet/internal/value"
	"github.com/permvet/permvet/passes/effects"
)

// secrets reports secrets that are put into the environment or on a command
// line.
func (j *judge) secrets(f *effects.Func) {
	for _, e := range f.Of(api.Setenv) {
		j.setenv(f, e)
	}
	for _, e := range f.Of(api.Command, api.Spawn, api.Exec) {
		if e.Kind == api.Spawn && e.Row.Argv == 0 {
			continue // the command was judged where it was made
		}
		if why := j.onCommandLine(e.Data); why != "" && (e.Own() || j.onCommandLine(e.Inside.Data) == "") {
			j.report(e, report.Finding{
				Kind: secretArgv, Level: report.Warning,
				Message: fmt.Sprintf("%s is passed on the command line of %s, visible to every local user in ps and /proc; use stdin, a file or the environment", why, program(e)),
				Related: via(e),
			})
		}
	}
}

func program(e *effects.Effect) string {
	if name, ok := e.Name.Const(); ok && name != "" {
		return name
	}
	return "a child"
}

func (j *judge) setenv(f *effects.Func, e *effects.Effect) {
	if e.Row.Data == 0 || !e.Speaks(effects.BoundName|effects.BoundData) || isEmptyText(e.DataArg) {
		return
	}
	if !e.Own() && len(e.Inside.Data.Srcs) == 0 {
		return // the callee's own value: the caller only says under which name
	}
	if !j.isSecretVariable(&e.Act) || !e.Own() && j.isSecretVariable(e.Inside) {
		return
	}
	name, known := e.Name.Const()
	if known && j.unsetLater(f, e, name) {
		return
	}
	if !known {
		name = "a variable"
	}
	level := report.Warning
	if j.pass.Pkg.Name() == "main" && !j.res.Program.MaySpawn() {
		level = report.Note // nobody inherits it
	}
	j.report(e, report.Finding{
		Kind: secretSetenv, Level: level,
		Message: fmt.Sprintf("the secret in %s is put into the environment of every child started from now on; pass it in the Env of the one child that needs it", name),
		Related: via(e),
	})
}

// isSecretVariable reports whether a variable that is set is a secret, by its
// name or by what it gets.
func (j *judge) isSecretVariable(e *effects.Act) bool {
	name, known := e.Name.Const()
	return e.Data.Taint&api.TaintKey != 0 || known && j.holdsSecret(name)
}

// unsetLater reports whether the variable is removed again on every path, as far
// as all of them are known.
func (j *judge) unsetLater(f *effects.Func, e *effects.Effect, name string) bool {
	return f.OnEveryPathFrom(e, func(o *effects.Effect) bool {
		n, ok := o.Name.Const()
		return o.Kind == api.Setenv && o.Row.Data == 0 && (o.Row.Name_ == 0 || ok && n == name)
	}) != value.No
}

func isEmptyText(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.Value != nil && c.Value.ExactString() == `""`
}

// places are the last words of names that say where a secret is, not what.
var places = []string{"file", "files", "filename", "path", "paths", "dir", "directory", "home", "url", "uri", "addr", "sock", "socket", "location", "kubeconfig", "netrc", "keytab", "keyring", "keystore", "htpasswd", "pgpass"}

// knownPlaces are variables that hold a path although their names say secret.
var knownPlaces = []string{"DOCKER_CONFIG", "GOOGLE_APPLICATION_CREDENTIALS", "AWS_SHARED_CREDENTIALS_FILE", "SSL_CERT_FILE"}

// holdsSecret reports whether an environment variable of that name holds a
// secret itself.
func (j *judge) holdsSecret(name string) bool {
	words := secret.Words(name)
	if len(words) == 0 || slices.Contains(places, words[len(words)-1]) || slices.Contains(knownPlaces, name) {
		return false
	}
	ev := j.r.Secrets().Env(name)
	return ev.Strength >= secret.Strong && !ev.Public
}

// spoken are the words at the end of a variable's name that mean the secret
// itself when it is an argument. A "key" is nearly always the path of one.
var spoken = []string{"password", "passwd", "passphrase", "passcode", "pwd", "secret", "token"}

// phrases are the same in two words.
var phrases = [][2]string{{"api", "key"}, {"secret", "key"}, {"access", "key"}, {"auth", "key"}}

// onCommandLine describes the secret among the arguments of a child; empty if
// there is none.
func (j *judge) onCommandLine(d value.Data) string {
	if d.Taint&api.TaintKey != 0 {
		return "a private key or token"
	}
	if name := j.secretVariable(d); name != "" {
		return "the secret in " + name
	}
	for _, n := range d.Names {
		if ev := j.r.Secrets().Name(n); ev.Strength < secret.Strong || ev.Public {
			continue
		}
		words := secret.Words(n)
		last := words[len(words)-1]
		if slices.Contains(spoken, last) {
			return n
		}
		if k := len(words) - 2; k >= 0 && slices.Contains(phrases, [2]string{words[k], last}) {
			return n
		}
	}
	return ""
}

// handlers reports CGI handlers that pass secrets on to every script.
func (j *judge) handlers() {
	for _, set := range j.structs.All {
		if set.Field.Means != api.KeepVars {
			continue
		}
		for _, name := range j.res.Texts(set.Value) {
			if !j.holdsSecret(name) {
				continue
			}
			j.reportAt(report.Finding{
				Kind: cgiInherits, Level: report.Warning, Pos: set.Pos(),
				Message: fmt.Sprintf("%s passes %s from the server's environment to every CGI script; pass it in Env to the one that needs it", set.Field.Name, name),
			})
			break
		}
	}
}

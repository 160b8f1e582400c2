package envleak

import (
	"fmt"
	"go/types"
	"path"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/secret"
	"github.com/permvet/permvet/internal/value"
	"github.com/permvet/permvet/passes/effects"
)

// This file tells which programs are less trusted than this process. What the user
// of a command-line tool configures runs as that user, who may read the
// environment anyway. In a server the environment has the secrets of the service,
// and a hook, a plugin or a configured command is not the service.

// foreign says why the program is not the author's choice, args being its arguments
// as far as they are known; empty if nothing tells.
func (j *judge) foreign(e *effects.Act, args []ssa.Value) string {
	if e.Program.Taint&api.TaintRequest != 0 {
		return "a program that a request chooses"
	}
	if !j.serves() {
		return ""
	}
	if name, constant := e.Name.Const(); constant {
		return j.interpreted(name, args)
	}
	if administered(e.Name) {
		return ""
	}
	for _, n := range e.Program.Names {
		for _, w := range secret.Words(n) {
			if slices.Contains(strangers, w) {
				return fmt.Sprintf("a program that is chosen at run time (%s)", n)
			}
		}
	}
	return ""
}

// strangers are words for programs that others wrote or chose.
var strangers = []string{"hook", "hooks", "plugin", "plugins", "handler", "callback", "script", "extension", "addon", "webhook", "untrusted"}

// interpreters run a program that is an argument.
var interpreters = []string{"sh", "bash", "dash", "ash", "ksh", "zsh", "cmd.exe", "powershell", "pwsh", "python", "python3", "node", "ruby", "perl", "lua", "php"}

// interpreted says why what an interpreter is given to run is not the author's: it
// is not written in the program.
func (j *judge) interpreted(program string, args []ssa.Value) string {
	if !slices.Contains(interpreters, path.Base(program)) {
		return ""
	}
	for _, a := range args {
		text, constant := j.res.Path(a).Const()
		switch {
		case constant && strings.HasPrefix(text, "-"):
		case constant:
			return ""
		default:
			return fmt.Sprintf("a command that is chosen at run time and run by %s", path.Base(program))
		}
	}
	return ""
}

// administered reports whether the program lies where only root installs.
func administered(program value.Text) bool {
	all := true
	for p := range program.Each {
		all = all && slices.ContainsFunc([]string{"/etc/", "/usr/", "/bin/", "/sbin/", "/lib/", "/libexec/", "/opt/"}, func(dir string) bool {
			return strings.HasPrefix(p.Prefix(), dir)
		})
	}
	return all
}

// serves reports whether this package answers requests, so that the environment is
// a service's and not that of a user at work.
func (j *judge) serves() bool {
	if j.server == value.Unknown {
		j.server = value.No
		if slices.ContainsFunc(j.res.Funcs, func(f *effects.Func) bool { return len(f.Of(api.Serve, api.Listen)) > 0 }) ||
			j.answersRequests() {
			j.server = value.Yes
		}
	}
	return j.server == value.Yes
}

// answersRequests reports whether the package answers HTTP requests.
func (j *judge) answersRequests() bool { return slices.ContainsFunc(j.res.Functions(), answers) }

// answers reports whether the function gets an HTTP request.
func answers(fn *ssa.Function) bool {
	return slices.ContainsFunc(fn.Params, func(p *ssa.Parameter) bool {
		ptr, ok := types.Unalias(p.Type()).(*types.Pointer)
		if !ok {
			return false
		}
		n, ok := types.Unalias(ptr.Elem()).(*types.Named)
		return ok && n.Obj().Name() == "Request" && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == "net/http"
	})
}

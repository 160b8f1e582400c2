package envleak

import (
	"fmt"
	"path"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/internal/value"
	"github.com/permvet/permvet/passes/effects"
)

// exposed reports the environment, or a secret variable, that leaves the
// process.
func (j *judge) exposed(f *effects.Func) {
	for _, e := range f.Of(api.Sink) {
		if !e.Speaks(effects.BoundData | effects.BoundHandle) {
			continue
		}
		what, ok := j.leaving(e.Data)
		if !ok || j.judgedInside(e) {
			continue
		}
		level, where, who := destination(e)
		if who == "" {
			continue
		}
		if where == toScreen && (showsEnv(j.pass.Pkg.Path()) || printsEnvironment(f)) {
			level = report.Note
		}
		j.report(e, report.Finding{
			Kind: envExposed, Level: level,
			Message: fmt.Sprintf("%s goes to %s: %s; select non-secret variables explicitly", what, where, who),
			Related: append(via(e), j.readHere(e)...),
		})
	}
}

// readHere points to where the environment is read.
func (j *judge) readHere(e *effects.Effect) []analysis.RelatedInformation {
	if e.DataArg == nil {
		return nil
	}
	pos := j.res.Origin(e.DataArg, api.TaintEnviron|api.TaintGetenv)
	if !pos.IsValid() || j.res.LineAt(pos) == j.res.Line(e) {
		return nil
	}
	return []analysis.RelatedInformation{{Pos: pos, Message: "the environment is read here"}}
}

// judgedInside reports whether the callee knew already what goes where.
func (j *judge) judgedInside(e *effects.Effect) bool {
	if e.Own() {
		return false
	}
	_, ok := j.leaving(e.Inside.Data)
	return ok && (e.Row.Sink != api.Encoder && e.Row.Does != api.Write || e.Inside.To != api.NoSink)
}

// leaving describes what data gives away.
func (j *judge) leaving(d value.Data) (string, bool) {
	if d.Taint&api.TaintEnviron != 0 {
		return "the whole environment", true
	}
	if name := j.secretVariable(d); name != "" {
		return "the secret in " + name, true
	}
	return "", false
}

// secretVariable returns the name of the environment variable that the data
// comes from, if it holds a secret.
func (j *judge) secretVariable(d value.Data) string {
	if d.Taint&api.TaintGetenv == 0 {
		return ""
	}
	for _, n := range d.Names {
		if n == strings.ToUpper(n) && j.holdsSecret(n) {
			return n
		}
	}
	return ""
}

const toScreen = "standard output"

// destination tells where the data of a sink goes and who reads it there; who
// is empty where that is no exposure or not known.
func destination(e *effects.Effect) (level report.Level, where, who string) {
	kind := e.Row.Sink
	if kind == api.Encoder {
		kind = e.To
	}
	if e.Row.Does == api.Write {
		kind = e.To
	}
	switch kind {
	case api.Response:
		return report.Error, "an HTTP response", "clients can read every password and token in it"
	case api.Metric:
		return report.Error, "a metric or trace", "whoever collects it can read every password and token in it"
	case api.Template:
		switch e.To {
		case api.Local, api.Stdout:
			return report.Warning, "a template", "whoever writes the template can print every password and token in it"
		}
		return report.Error, "a template", "whoever writes or reads the page can see every password and token in it"
	case api.Log:
		return report.Warning, "a log", "it is kept longer and read by more people than the process"
	case api.Stdout:
		return report.Warning, toScreen, "under a service manager that is a log, kept longer and read by more people than the process"
	}
	return report.Note, "", ""
}

// printsEnvironment reports whether showing the environment is what the
// function is for: a command that the user gives to see it.
func printsEnvironment(f *effects.Func) bool {
	for fn := f.Fn; fn != nil; fn = fn.Parent() {
		if showsEnv(fn.Name()) {
			return true
		}
	}
	return false
}

// showsEnv reports whether the last element of a name speaks of the
// environment.
func showsEnv(name string) bool {
	return strings.Contains(strings.ToLower(path.Base(name)), "env")
}

// snapshots reports package variables that hand on a copy of the environment.
func (j *judge) snapshots() {
	for _, v := range j.res.Variables(func(d value.Data) bool { return d.Taint&api.TaintEnviron != 0 }) {
		if !v.Handed.IsValid() && !v.Var.Exported() {
			continue
		}
		var related []analysis.RelatedInformation
		if v.Handed.IsValid() {
			related = []analysis.RelatedInformation{{Pos: v.Handed, Message: "handed on here"}}
		}
		j.reportAt(report.Finding{
			Kind: envSnapshot, Level: report.Warning, Pos: v.Var.Pos(), End: v.Var.Pos(),
			Message: fmt.Sprintf("%s captures the whole environment at startup and is passed on: secrets removed with os.Unsetenv remain in it; read variables when needed", v.Var.Name()),
			Related: related,
		})
	}
}

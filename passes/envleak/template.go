package envleak

import (
	"fmt"

	"golang.org/x/tools/go/ssa"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/passes/effects"
)

// templates reports function maps that let templates read the environment.
func (j *judge) templates(f *effects.Func) {
	sunk := map[string]bool{}
	for _, e := range f.Of(api.Sink) {
		if e.Row.Sink != api.Template || e.Data.Taint&api.TaintEnvFunc == 0 || !e.Speaks(effects.BoundData) {
			continue
		}
		sunk[e.Data.Why] = true
		if j.constantText(e.Instr.Value(), 0) {
			continue
		}
		j.reportTemplate(e, e.Data.Why)
	}
	for _, e := range f.Of(api.Source) {
		if !e.Own() || e.Row.Taint&api.TaintEnvFunc == 0 || sunk[e.Row.Name] || !j.keepsEnv(e.Instr.Value()) {
			continue
		}
		j.reportTemplate(e, e.Row.Name)
	}
}

func (j *judge) reportTemplate(e *effects.Effect, source string) {
	level := report.Warning
	if row := api.ByName(source); row != nil && row.Taint&api.TaintEnvFunc == 0 && j.pass.Pkg.Name() == "main" && !j.answersRequests() {
		level = report.Note // a tool whose author offers the environment to its user's own templates
	}
	j.report(e, report.Finding{
		Kind: envTemplate, Level: level,
		Message: fmt.Sprintf("templates can read every environment variable through %s: template authors can read the secrets of this process; delete env and expandenv from the map", effects.ShortName(source)),
		Related: via(e),
	})
}

// keepsEnv reports whether a map of functions leaves with those that read the
// environment: returned, stored, or copied into another map.
func (j *judge) keepsEnv(v ssa.Value) bool {
	if v == nil || v.Referrers() == nil || j.res.Data(v).Taint&api.TaintEnvFunc == 0 {
		return false
	}
	for _, r := range *v.Referrers() {
		switch r := r.(type) {
		case *ssa.Return, *ssa.Store, *ssa.MapUpdate:
			return true
		case *ssa.ChangeType:
			if j.keepsEnv(r) {
				return true
			}
		case ssa.CallInstruction:
			if _, builtin := r.Common().Value.(*ssa.Builtin); builtin {
				continue
			}
			into := r.Common().Args[0]
			if into == v || j.res.Data(into).Taint&api.TaintEnvFunc != 0 {
				return true
			}
		}
	}
	return false
}

// constantText reports whether the template that v is gets its text from the
// program itself: then its author chose what it reads.
func (j *judge) constantText(v ssa.Value, depth int) bool {
	if v == nil || v.Referrers() == nil || depth > 6 {
		return false
	}
	for _, r := range *v.Referrers() {
		switch r := r.(type) {
		case *ssa.Call:
			if len(r.Call.Args) < 2 || r.Call.Args[0] != v {
				continue
			}
			if j.isConstantText(r.Call.Args[1]) || j.constantText(r, depth+1) {
				return true
			}
		case *ssa.Extract:
			if j.constantText(r, depth+1) {
				return true
			}
		}
	}
	return false
}

// isConstantText reports whether the argument of Parse is a constant.
func (j *judge) isConstantText(v ssa.Value) bool {
	if !isText(v.Type()) {
		return false
	}
	_, ok := j.res.Path(v).Const()
	return ok
}

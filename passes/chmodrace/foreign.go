package chmodrace

import (
	"fmt"
	"go/types"
	"strings"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/internal/value"
	"github.com/permvet/permvet/passes/effects"
)

// dirOf is how the model writes the directory of a path that it knows only as
// a symbol.
const dirOf = value.DirPart

// foreignDir reports a chmod of the directory of a path that the caller chose.
func (j *judge) foreignDir(f *effects.Func, c *effects.Effect) {
	if c.Row.Path == 0 || !exported(f) || toldInside(c) {
		return
	}
	name, ok := callersDir(c.Object.Path)
	if !ok || madeHere(f, c) || j.looked(f, c) {
		return
	}
	mode := "a mode"
	if m, ok := c.Mode.Known(0o777); ok {
		mode = fmt.Sprintf("the mode %#o", m)
	}
	j.res.Report(j.r, c, report.Finding{
		Kind: chmodForeignDir, Level: report.Warning,
		Message: fmt.Sprintf("sets %s on the parent directory of caller-supplied path %s: for a path in /tmp that is /tmp itself; chmod only directories created here", mode, paramName(f, name)),
		Related: j.res.Inside(c, "it is set here"),
	})
}

// exported reports whether code that this package does not know calls f.
func exported(f *effects.Func) bool {
	obj, ok := f.Fn.Object().(*types.Func)
	return ok && obj.Exported()
}

// toldInside reports whether the chmod stands in a callee that was told the
// file, not the directory, and is exported itself: it was judged there.
func toldInside(c *effects.Effect) bool {
	if c.Own() || c.Callee == nil || !c.Callee.Exported() {
		return false
	}
	_, ok := callersDir(c.Inside.Object.Path)
	return ok
}

// callersDir reports whether a path is the directory of a parameter, and which.
func callersDir(p value.Text) (key string, ok bool) {
	if len(p.Parts) != 1 || p.Parts[0].Kind != value.Sym {
		return "", false
	}
	key, ok = strings.CutSuffix(p.Parts[0].Text, dirOf)
	return key, ok && value.Key(key).FromParam()
}

func paramName(f *effects.Func, key string) string {
	i := 0
	if _, err := fmt.Sscanf(key, "#%d", &i); err != nil || i >= len(f.Fn.Params) {
		return "a parameter"
	}
	_, rest, field := strings.Cut(key, ".")
	if field {
		return f.Fn.Params[i].Name() + "." + rest
	}
	return f.Fn.Params[i].Name()
}

// madeHere reports whether the directory is certainly one that this function
// made, with a call that fails where there is one already.
func madeHere(f *effects.Func, c *effects.Effect) bool {
	for _, m := range f.Around(c, api.Create) {
		if m.What == api.Dir && m.Row != nil && m.Row.Excl && f.Dominates(m, c) && effects.SameObject(m.Object, c.Object) == value.Yes {
			return true
		}
	}
	return false
}

// looked reports whether the function looked at the directory first.
func (j *judge) looked(f *effects.Func, c *effects.Effect) bool {
	for _, s := range f.Around(c, api.Stat) {
		if f.Dominates(s, c) && effects.SameObject(s.Object, c.Object) == value.Yes {
			return true
		}
	}
	return false
}

package chmodrace

import (
	"fmt"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/place"
	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/internal/value"
	"github.com/permvet/permvet/passes/effects"
)

// byName reports a chmod through the name of a file that this function holds
// open.
func (j *judge) byName(f *effects.Func, c *effects.Effect) {
	if !c.Own() || c.Row.Path == 0 || c.Row.DirFD != 0 {
		return
	}
	for _, m := range f.Around(c, api.Create) {
		if m.What == api.TempFile || m.Result == "" || !holdsFile(m) || !f.Leads(m, c) || closed(f, m, c) {
			continue
		}
		if value.Same(m.Object.Path, c.Object.Path) != value.Yes || privateParent(f, m) {
			continue
		}
		level := report.Warning
		switch reach := j.res.Reach(c); {
		case reach <= place.Private || reach == place.Root:
			continue // nobody else can put a link there
		case reach <= place.Chosen:
			level = report.Note
		}
		j.res.Report(j.r, c, report.Finding{
			Kind: chmodByName, Level: level,
			Message: fmt.Sprintf("chmod by path of the file opened on line %d: if the path is replaced by a symlink, its target is changed; use the Chmod method of the open file", j.res.Line(m)),
			Related: []analysis.RelatedInformation{j.res.Related(m, "opened here")},
			Fixes:   j.throughHandle(f, m, c),
		})
		return
	}
}

// holdsFile reports whether the call gives its caller an *os.File.
func holdsFile(m *effects.Effect) bool {
	return fileResult(m.Instr.Common().Signature()) >= 0
}

// fileResult returns the index of the result that is an *os.File, or -1.
func fileResult(sig *types.Signature) int {
	for i := range sig.Results().Len() {
		if isFile(sig.Results().At(i).Type()) {
			return i
		}
	}
	return -1
}

func isFile(t types.Type) bool {
	p, ok := types.Unalias(t).(*types.Pointer)
	if !ok {
		return false
	}
	n, ok := types.Unalias(p.Elem()).(*types.Named)
	return ok && n.Obj().Name() == "File" && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == "os"
}

// closed reports whether the file may be closed already when c runs.
func closed(f *effects.Func, m, c *effects.Effect) bool {
	return slices.ContainsFunc(f.OnResult(m, api.Close), func(e *effects.Effect) bool {
		return f.MayFollow(m, e) && f.MayFollow(e, c)
	})
}

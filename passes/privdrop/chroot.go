package privdrop

import (
	"fmt"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/report"
	"github.com/permvet/permvet/internal/value"
	"github.com/permvet/permvet/passes/effects"
)

// chroot reports a change of the root that leaves the working directory
// outside.
func (j *judge) chroot(f *effects.Func) {
	for _, c := range f.Of(api.Chroot) {
		if !c.Own() && !handsOnPath(f, c, c.Inside.Object.Path) || entersRoot(f, c) || c.Own() && j.callersDecide(f, c) {
			continue
		}
		j.report(c, report.Finding{
			Kind: chrootNoChdir, Level: report.Error,
			Message: fmt.Sprintf("%s without chdir: the working directory stays outside the new root and can be escaped with ..; call os.Chdir(\"/\") next", c.CallName()),
			Fixes:   j.helperChroot(c),
		})
	}
}

// entersRoot reports whether the working directory is, or may come to be,
// inside the new root: Chdir after it, or Chdir to the same place before.
func entersRoot(f *effects.Func, c *effects.Effect) bool {
	path, known := c.Object.Path.Const()
	here := known && (path == "." || path == "")
	for _, d := range f.Of(api.Chdir) {
		if f.MayFollow(c, d) && !staysOutside(d) {
			return true
		}
		if f.MayFollow(d, c) && (here || value.Same(d.Object.Path, c.Object.Path) == value.Yes) {
			return true
		}
	}
	return false
}

// staysOutside reports whether a change of directory certainly goes to a relative path,
// which is below where the process was.
func staysOutside(d *effects.Effect) bool {
	path, known := d.Object.Path.Const()
	return known && path != "" && !strings.HasPrefix(path, "/")
}

// callersDecide reports whether the function is nothing but a name for chroot,
// or a caller enters the new root.
func (j *judge) callersDecide(f *effects.Func, c *effects.Effect) bool {
	if handsOnPath(f, c, c.Object.Path) {
		return true
	}
	for _, o := range j.res.Contexts(c) {
		if entersRoot(o.Func(), o) {
			return true
		}
	}
	return false
}

// handsOnPath reports whether the function that changes the root does nothing
// else, to a path that it is given as an argument: what happens next is its
// caller's affair. One that takes the path from an object of its own decides
// itself: its callers may know it only through an interface.
func handsOnPath(f *effects.Func, c *effects.Effect, path value.Text) bool {
	if len(path.Parts) != 1 || path.Parts[0].Kind != value.Sym || !isArgument(path.Parts[0].Text) || makesSomething(f, c) {
		return false
	}
	for _, e := range f.Effects {
		if e != c && e.Kind != api.Sink && e.Kind != api.Source && (c.Own() || e.Instr == c.Instr) {
			return false
		}
	}
	return true
}

// makesSomething reports whether the function that changes the root returns more than
// an error: an object whose maker knows what it needs.
func makesSomething(f *effects.Func, c *effects.Effect) bool {
	results := f.Fn.Signature.Results()
	if !c.Own() {
		if c.Callee == nil {
			return false
		}
		results = c.Callee.Signature().Results()
	}
	return results.Len() > 1
}

// openDirs reports directories that are open when the root changes and stay
// so.
func (j *judge) openDirs(f *effects.Func) {
	for _, c := range f.Of(api.Chroot) {
		for _, d := range f.Of(api.Open, api.Create, api.NewFD) {
			if !isDir(d) || d.Result == "" || !f.Dominates(d, c) || sameCall(d, c) || letGo(f, d, c) {
				continue
			}
			j.report(d, report.Finding{
				Kind: dirFD, Level: report.Warning,
				Message: fmt.Sprintf("directory still open at the chroot on line %d: a compromised process can escape through it; close it first", j.res.Line(c)),
				Related: []analysis.RelatedInformation{j.related(c, "the root changes here")},
			})
		}
	}
}

// isDir reports whether e certainly opens a directory, or a path that nobody
// reads as a file.
func isDir(e *effects.Effect) bool {
	if e.What == api.Dir {
		return true
	}
	for _, bit := range []uint64{e.Bits.Directory, e.Bits.Path} {
		if bit != 0 && e.Flags.Has(bit) {
			return true
		}
	}
	p, ok := e.Object.Path.Const()
	return ok && (p == "/" || p == ".")
}

// letGo reports whether the directory is closed, before the root changes or
// when the function returns, or serves to change into it: then the way out is
// wanted.
func letGo(f *effects.Func, d, c *effects.Effect) bool {
	for _, e := range f.Of(api.Close, api.Chdir) {
		if e.Object.Handle != d.Result {
			continue
		}
		if e.Kind == api.Chdir || e.Deferred || f.MayFollow(e, c) {
			return true
		}
	}
	return false
}

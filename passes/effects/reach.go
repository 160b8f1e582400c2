package effects

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/permvet/permvet/internal/api"
	"github.com/permvet/permvet/internal/place"
	"github.com/permvet/permvet/internal/value"
	"github.com/permvet/permvet/passes/effects/internal/eval"
)

// This file tells who can reach an object: by the text of its path, by what the
// program does to the directories above it, and by what callers pass.

// Reach tells who else can reach the object of an effect, as far as this
// function, this package and its callers in this package tell.
func (r *Result) Reach(e *Effect) place.Place {
	if known, ok := r.reached.Load(e); ok {
		return known.(place.Place)
	}
	p := r.reachOf(e)
	r.reached.Store(e, p)
	return p
}

func (r *Result) reachOf(e *Effect) place.Place {
	if !e.Object.HasPath() {
		return place.Unknown
	}
	here := r.reachAt(e)
	if here != place.Unknown && here != place.Chosen || e.Fn().Object() == nil {
		return here
	}
	var worst place.Place
	instances := r.Contexts(e)
	for _, at := range instances {
		if !handedDown(at, instances) {
			worst = max(worst, r.reachAt(at))
		}
	}
	if worst == 0 || exported(e.Fn()) && !worst.Safe() {
		return here // nobody calls it, or others do too
	}
	return worst
}

// Fn is the function that the effect happens in.
func (e *Effect) Fn() *ssa.Function { return e.fn.Fn }

// reachAt tells who can reach the object as far as the function and the
// package know.
func (r *Result) reachAt(e *Effect) place.Place {
	text := place.Of(e.Object.Path, r.GOOS)
	switch {
	case text == place.Kernel:
		return text
	case r.openedAbove(e):
		return place.Shared
	case e.reopened():
		if text == place.Private {
			text = place.Unknown
		}
	case r.closedAbove(e):
		return place.Private
	case r.givenAway(e):
		return max(text, place.OtherUser)
	case text == place.Unknown && r.fromArgs(e):
		return place.Chosen
	}
	return text
}

// fromArgs reports whether the user said the path on the command line.
func (r *Result) fromArgs(e *Effect) bool {
	return e.PathArg != nil && (strings.HasPrefix(r.Key(e.PathArg), "os.Args[") || r.Data(e.PathArg).Taint&api.TaintArgs != 0)
}

// Privileged reports whether the package looks like a program that runs as
// root: it gives up privileges, or makes objects where only root can.
func (r *Result) Privileged() bool {
	return r.DropsPrivileges() || r.any(func(e *Effect) bool {
		switch e.Kind {
		case api.Create, api.Listen, api.Bind:
			return e.Object.HasPath() && place.Of(e.Object.Path, r.GOOS).System()
		}
		return false
	})
}

// DropsPrivileges reports whether the package gives up privileges: it is part
// of a program that has some.
func (r *Result) DropsPrivileges() bool {
	return r.any(func(e *Effect) bool { return e.Kind == api.Cred || e.Kind == api.Chroot })
}

func (r *Result) any(asked func(*Effect) bool) bool {
	return slices.ContainsFunc(r.Funcs, func(f *Func) bool { return slices.ContainsFunc(f.Effects, asked) })
}

// AsRoot reports whether the effect runs only when the program is root.
func (r *Result) AsRoot(e *Effect) bool {
	for _, g := range e.Guards() {
		x, y, equal, ok := g.Equal()
		if !ok || !equal {
			continue
		}
		for _, side := range [][2]ssa.Value{{x, y}, {y, x}} {
			zero, known := r.Word(side[1]).Known(0xffffffff)
			if known && zero == 0 && r.Data(side[0]).Taint&api.TaintUID != 0 {
				return true
			}
		}
	}
	return false
}

// Closes reports whether an effect makes a directory, or makes one so, that
// other users cannot enter.
func Closes(e *Effect) bool {
	switch {
	case !e.Object.HasPath():
		return false
	case e.What == api.TempDir:
		return true
	case e.Kind == api.Create && e.What == api.Dir, e.Kind == api.Chmod:
		return e.Mode.Lacks(0o003)
	}
	return false
}

// above reports whether something that the function does before e to a
// directory above a path of its object is what is asked for.
func (e *Effect) above(p value.Text, asked func(d *Effect) bool) bool {
	for up := range dirs(p) {
		for _, d := range e.fn.dirs()[up.Key()] {
			if d != e && e.fn.MayFollow(d, e) && asked(d) {
				return true
			}
		}
	}
	return false
}

// anyAbove is above for one of the values that the path can have.
func (e *Effect) anyAbove(asked func(d *Effect) bool) bool {
	for p := range e.Object.Path.Each {
		if e.above(p, asked) {
			return true
		}
	}
	return false
}

// maxAbove bounds how far up dirs goes.
const maxAbove = 24

// dirs goes through the directories above a path, from the nearest up.
func dirs(p value.Text) func(yield func(value.Text) bool) {
	return func(yield func(value.Text) bool) {
		for range maxAbove {
			up := p.Dir()
			if len(up.Parts) == 0 || up.Key() == p.Key() || !yield(up) {
				return
			}
			if len(up.Parts) == 1 && up.Parts[0].Kind == value.Sym && len(p.Parts) == 1 {
				return // what is opaque itself has one directory that can be named
			}
			p = up
		}
	}
}

// dirs lists what the function does to directories by their path: their modes
// and owners.
func (f *Func) dirs() map[string][]*Effect {
	f.dirsOnce.Do(func() {
		f.dirsByPath = map[string][]*Effect{}
		for _, e := range f.Effects {
			if e.Object.HasPath() && (e.Kind == api.Chmod || e.Kind == api.Chown || e.Kind == api.Create && (e.What == api.Dir || e.What == api.TempDir)) {
				k := asDir(e.Object.Path).Key()
				if list := f.dirsByPath[k]; len(list) < maxAround {
					f.dirsByPath[k] = append(list, e)
				}
			}
		}
	})
	return f.dirsByPath
}

// asDir writes a path as Dir does.
func asDir(p value.Text) value.Text { return value.JoinPath(p, value.Lit("x")).Dir() }

// reopened reports whether the function lets other users enter the directory of
// the object before.
func (e *Effect) reopened() bool {
	return e.anyAbove(func(c *Effect) bool {
		return c.Kind == api.Chmod && c.Mode.Has(0o001) && value.Same(asDir(c.Object.Path), e.Object.Path.Dir()) == value.Yes
	})
}

// openedAbove reports whether the function lets every user make names in a
// directory above the object before.
func (r *Result) openedAbove(e *Effect) bool {
	const sticky = 1<<20 | 0o1000
	return e.anyAbove(func(d *Effect) bool {
		wide := d.Kind == api.Chmod || d.Kind == api.Create && (d.Row.Exact || r.Program.ClearsUmask())
		return wide && d.Mode.Has(0o003) && d.Mode.Ones&sticky == 0
	})
}

// givenAway reports whether the function gives a directory above the object to
// another user before.
func (r *Result) givenAway(e *Effect) bool {
	return e.anyAbove(func(c *Effect) bool {
		if c.Kind != api.Chown {
			return false
		}
		own := r.Arg(c, c.Row.ID)
		return own == nil || r.Data(own).Taint&api.TaintUID == 0
	})
}

// closedAbove reports whether other users cannot enter a directory above the
// object: it is made so in this function, or under a name that means the same
// all over the package.
func (r *Result) closedAbove(e *Effect) bool {
	for p := range e.Object.Path.Each {
		if !e.above(p, Closes) && !r.closedDirs().above(e.fn.Fn, p) {
			return false
		}
	}
	return true
}

// closedDirs are the directories that the package makes for itself alone.
type closedDirs struct {
	// paths are the keys of those whose names mean the same all over the package:
	// constant texts, results of MkdirTemp.
	paths map[string]bool
	// fields are fields of a receiver, by type: "T.root".
	fields map[string]bool
}

func (r *Result) closedDirs() *closedDirs {
	r.closedOnce.Do(func() {
		r.closed = &closedDirs{paths: make(map[string]bool), fields: make(map[string]bool)}
		for _, f := range r.Funcs {
			for _, e := range f.Effects {
				if Closes(e) {
					r.closed.add(r, f.Fn, e.Object.Path)
				}
			}
		}
	})
	return r.closed
}

func (c *closedDirs) add(r *Result, fn *ssa.Function, p value.Text) {
	if p.Has(value.Unique) || !p.Has(value.Sym) {
		c.paths[asDir(p).Key()] = true
	}
	if field := ReceiverField(fn, p); field != "" {
		c.fields[field] = true
	}
	for _, field := range r.fieldsSet(fn, p) {
		c.fields[field] = true
	}
}

// above reports whether a path, as fn names it, is below one of the
// directories.
func (c *closedDirs) above(fn *ssa.Function, p value.Text) bool {
	for up := range dirs(p) {
		if c.paths[up.Key()] {
			return true
		}
		if field := ReceiverField(fn, up); field != "" && c.fields[field] {
			return true
		}
	}
	return false
}

// ReceiverField names the field of the receiver that a path is, or starts
// with: "T.root/sub" for filepath.Join(t.root, "sub"). The name means the same
// in all methods of the type.
func ReceiverField(fn *ssa.Function, p value.Text) string {
	for fn.Parent() != nil {
		fn = fn.Parent()
	}
	recv := fn.Signature.Recv()
	if recv == nil || len(p.Parts) == 0 || !strings.HasPrefix(p.Parts[0].Text, "#0.") {
		return ""
	}
	return typeName(recv.Type()) + strings.TrimPrefix(p.Key(), "#0")
}

func typeName(t types.Type) string {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	return t.String()
}

// fieldsSet returns the fields that fn stores the path in: the constructor
// that makes the directory and remembers it.
func (r *Result) fieldsSet(fn *ssa.Function, p value.Text) []string {
	var fields []string
	for _, b := range fn.Blocks {
		for _, in := range b.Instrs {
			st, ok := in.(*ssa.Store)
			if !ok {
				continue
			}
			fa, ok := st.Addr.(*ssa.FieldAddr)
			if ok && eval.IsText(st.Val.Type()) && r.Path(st.Val).Key() == p.Key() {
				fields = append(fields, typeName(fa.X.Type())+"."+eval.FieldOf(fa.X.Type(), fa.Field).Name())
			}
		}
	}
	return fields
}

// handedDown reports whether the effect's path still comes from a parameter of
// an unexported function, whose own callers are among the instances.
func handedDown(e *Effect, instances []*Effect) bool {
	if exported(e.Fn()) || !value.Key(e.Object.Path.Key()).NamesParam() {
		return false
	}
	return slices.ContainsFunc(instances, func(o *Effect) bool {
		return len(o.Via) == len(e.Via)+1 && slices.Equal(o.Via[1:], e.Via)
	})
}

// exported reports whether code that this package does not know may call fn.
func exported(fn *ssa.Function) bool {
	obj := fn.Object()
	return obj != nil && obj.Exported() && obj.Pkg().Name() != "main"
}
